using ProcessProxy.AspNetCore.Tls.Certificates;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Certificates;

/// <summary>Which of several certificates is shown for a name.</summary>
public sealed class CertificateTableTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly ServerCertificate Exact = MadeCertificate.For(Now, "www.a.example").Load();
    private static readonly ServerCertificate Wildcard = MadeCertificate.For(Now, "*.a.example").Load();
    private static readonly ServerCertificate Other = MadeCertificate.For(Now, "b.example").Load();

    private static readonly CertificateTable Table =
        new([("b.example", Other), ("*.a.example", Wildcard), ("www.a.example", Exact), ("b.example", Exact)]);

    [Theory]
    [InlineData("www.a.example", nameof(Exact))]
    [InlineData("WWW.A.Example", nameof(Exact))]
    [InlineData("x.a.example", nameof(Wildcard))]
    [InlineData("X.A.EXAMPLE", nameof(Wildcard))]
    [InlineData("x.y.a.example", null)]
    [InlineData("a.example", null)]
    [InlineData(".a.example", null)]
    [InlineData("b.example", nameof(Other))]
    [InlineData("c.b.example", null)]
    [InlineData("example", null)]
    [InlineData("", null)]
    public void The_exact_name_comes_before_the_wildcard_of_one_label_and_the_first_before_the_second(string name, string? expected) =>
        Assert.Same(
            expected switch { nameof(Exact) => Exact, nameof(Wildcard) => Wildcard, nameof(Other) => Other, _ => null }, Table.Find(name));

    [Fact]
    public void The_first_is_for_those_who_name_nothing()
    {
        Assert.Same(Other, Table.First);
        Assert.Null(new CertificateTable([]).First);
    }
}
