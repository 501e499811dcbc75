using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Yaml;
using ProcessProxy.Supervision.Reloading;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Reloading;

/// <summary>One look a second, as the watch makes them.</summary>
public sealed class FileChangesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new();
    private readonly FileChanges changes;
    private readonly string file;
    private IReadOnlyList<ConfigurationFile> read;
    private SettingsStamp? settings;

    public FileChangesTests()
    {
        changes = new FileChanges(time);
        file = Path.Combine(folder.Path, "proxy.yaml");
        File.WriteAllText(file, "a");
        read = [ConfigurationFile.At(file)];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_change_settles_once_it_has_been_left_alone()
    {
        Assert.Equal(FileLook.Same, Look());
        File.WriteAllText(file, "ab");
        Settle();
        Assert.Equal(FileLook.Same, Look());
    }

    [Fact]
    public void A_file_that_goes_on_changing_is_waited_for()
    {
        for (var length = 2; length < 6; length++)
        {
            File.WriteAllText(file, new string('a', length));
            Assert.Equal(FileLook.Changed, Look());
        }

        Assert.Equal(FileLook.Same, Look());
        Assert.Equal(FileLook.Settled, Look());
    }

    [Fact]
    public void A_file_renamed_over_it_a_link_led_elsewhere_and_a_file_that_is_gone_are_changes()
    {
        File.WriteAllText(file + "~", "renamed");
        File.Move(file + "~", file, overwrite: true);
        Settle();

        File.WriteAllText(file + ".1", "linked");
        File.Delete(file);
        File.CreateSymbolicLink(file, file + ".1");
        Settle();
        File.WriteAllText(file + ".1", "written where the link leads");
        Settle();

        File.Delete(file);
        Settle();
        File.WriteAllText(file, "back");
        Settle();
    }

    [Fact]
    public void What_is_undone_in_time_was_no_change()
    {
        File.Move(file, file + "~");
        Assert.Equal(FileLook.Changed, Look());
        File.Move(file + "~", file);
        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(FileLook.Same, Look()));
    }

    [Fact]
    public void The_settings_of_an_application_are_waited_for_like_a_file()
    {
        var section = new Section();
        settings = SettingsStamp.Of(section);
        Assert.Equal(FileLook.Same, Look());
        for (; section.Count < 3; section.Count++)
        {
            Assert.Equal(section.Count == 0 ? FileLook.Same : FileLook.Changed, Look());
        }

        Settle();
        settings = settings.Now();
        Assert.Equal(FileLook.Same, Look());
    }

    private void Settle()
    {
        Assert.Equal([FileLook.Changed, FileLook.Same, FileLook.Settled], [Look(), Look(), Look()]);
        read = [ConfigurationFile.At(file)];
    }

    private FileLook Look()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return changes.Look(new ConfigurationResult(null, []) { Files = read, Settings = settings });
    }

    private sealed class Section : SettingsSection
    {
        public long Count { get; set; }

        public override string Name => "ProcessProxy";

        public override long Changes => Count;

        public override ConfigNode? Read() => throw new NotSupportedException("A look does not read.");
    }
}
