using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace ProcessProxy.Harness;

/// <summary>
/// Gives every asynchronous test that names no timeout the usual one, so that none can hang. xunit has no setting for that. A test that is not
/// asynchronous can have no timeout, since nobody can end it. <c>PROCESSPROXY_TEST_TIMEOUT</c> sets another, in milliseconds.
/// </summary>
public sealed class TimedTestFramework : XunitTestFramework
{
    /// <summary>The timeout of a test that names none, in milliseconds.</summary>
    public static int UsualTimeout { get; } =
        int.Parse(Environment.GetEnvironmentVariable("PROCESSPROXY_TEST_TIMEOUT") ?? "120000", CultureInfo.InvariantCulture);

    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) => new Discoverer(new XunitTestAssembly(assembly, configFilePath: null));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override ValueTask<bool> FindTestsForMethod(
            IXunitTestMethod testMethod, ITestFrameworkDiscoveryOptions discoveryOptions, Func<ITestCase, ValueTask<bool>> discoveryCallback)
        {
            if (testMethod.ReturnType.IsAssignableTo(typeof(Task)) || testMethod.ReturnType == typeof(ValueTask))
            {
                foreach (var fact in testMethod.FactAttributes.OfType<FactAttribute>().Where(fact => fact.Timeout == 0))
                {
                    fact.Timeout = UsualTimeout;
                }
            }

            return base.FindTestsForMethod(testMethod, discoveryOptions, discoveryCallback);
        }
    }
}
