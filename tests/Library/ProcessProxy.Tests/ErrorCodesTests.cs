using Xunit;

namespace ProcessProxy.Tests;

public sealed class ErrorCodesTests
{
    /// <summary>A new code that is forgotten in the table would be sent as a fault of the server.</summary>
    [Fact]
    public void Each_code_that_a_server_sends_has_its_status() => Assert.Equal(
        [ErrorCodes.InternalError, ErrorCodes.ServerUnreachable],
        typeof(ErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(code => ErrorCodes.StatusOf(code) == 500));

    [Fact]
    public void A_code_that_nobody_knows_is_a_fault_of_the_server() => Assert.Equal(500, ErrorCodes.StatusOf("of-a-later-version"));
}
