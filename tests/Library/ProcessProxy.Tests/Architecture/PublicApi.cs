using System.Reflection;

namespace ProcessProxy.Tests.Architecture;

/// <summary>What an assembly promises to others, one line for each member, compared with a text that was reviewed.</summary>
internal static class PublicApi
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Fails, and says how to accept the change, when the public members are not those of <c>PublicApi/NAME.txt</c>.</summary>
    public static void Check(Assembly assembly, string name) => ReviewedText.Check(
        $"The public API of {name}", Describe(assembly), "ACCEPT_PUBLIC_API", "tests", "Library", "ProcessProxy.Tests", "Architecture", "PublicApi", name + ".txt");

    private static string Describe(Assembly assembly) => string.Join('\n', assembly.GetExportedTypes()
        .OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)) + '\n';

    private static IEnumerable<string> Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = type.GetInterfaces().Where(one => one.IsPublic && !one.IsGenericType).Select(one => one.Name)
            .Prepend(type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? Name(parent) : null).OfType<string>();
        yield return $"{kind} {type.FullName}{(bases.Any() ? " : " + string.Join(", ", bases.Order(StringComparer.Ordinal)) : "")}";
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValues(type))
            {
                yield return $"    {value} = {Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)}";
            }

            yield break;
        }

        foreach (var line in type.GetMembers(Own).Select(Describe).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return "    " + line;
        }
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        // What the compiler writes for every record says nothing of ours.
        _ when member.Name is "Equals" or "GetHashCode" or "PrintMembers" or "<Clone>$" or "EqualityContract" or "Deconstruct" or "op_Equality" or "op_Inequality" => null,
        ConstructorInfo { IsStatic: false } made when IsVisible(made) => $"new({Parameters(made)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{Static(method)}{method.Name}({Parameters(method)}) : {Name(method.ReturnType, Nullability.Create(method.ReturnParameter))}",
        PropertyInfo property when property.GetAccessors(true).Any(IsVisible) =>
            $"{Static(property.GetAccessors(true)[0])}{property.Name} : {Name(property.PropertyType, Nullability.Create(property))} {{{Accessors(property)} }}",
        FieldInfo field when field.IsPublic => $"{(field.IsLiteral ? $"const {field.Name} = {field.GetRawConstantValue()}" : $"static {field.Name} : {Name(field.FieldType)}")}",
        EventInfo happening when IsVisible(happening.AddMethod!) => $"event {happening.Name} : {Name(happening.EventHandlerType!)}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Accessors(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(one => one.Name == "IsExternalInit") == true;
        return (property.GetMethod is { } get && IsVisible(get) ? " get;" : "") + (property.SetMethod is { } set && IsVisible(set) ? isInit ? " init;" : " set;" : "");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        var mark = nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (!type.IsGenericType)
        {
            return type.Name + mark;
        }

        var arguments = type.GetGenericArguments().Select((argument, index) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }
}
