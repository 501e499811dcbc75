using ProcessProxy.Supervision.Machine;
using ProcessProxy.Tests.Architecture;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

public sealed class MachineTableTests
{
    [Fact]
    public void What_the_machine_does_was_reviewed() => ReviewedText.Check(
        "What the machine does", MachineTable.Write(), "ACCEPT_MACHINE_TABLE", "tests", "Library", "ProcessProxy.Tests", "Supervision", "Machine", "MachineTable.txt");

    [Fact]
    public void The_table_has_every_event() => Assert.Equal(
        typeof(MachineEvent).GetNestedTypes().Where(type => !type.IsAbstract).Select(type => type.Name).Order(),
        MachineTable.Events(0).Select(one => one.Event.GetType().Name).Distinct().Order());

    [Fact]
    public void News_of_another_attempt_changes_nothing_anywhere()
    {
        foreach (var at in MachineTable.Places)
        {
            foreach (var generation in (long[])[at.State.Generation - 1, at.State.Generation + 1])
            {
                foreach (var news in MachineTable.Events(generation).Select(one => one.Event).OfType<MachineEvent.Dated>())
                {
                    var (next, effects) = at.Try(news);
                    Assert.Equal(at.State, next);
                    Assert.Empty(effects);
                }
            }
        }
    }
}
