using ProcessProxy.Logs.Files;
using Xunit;

namespace ProcessProxy.Tests.Logs;

public sealed class RotatingALog : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_is_rotated_only_above_its_size()
    {
        _folder.Append("12345");
        _folder.Open(_folder.Spec(maxSize: 5)).PrepareRun();
        Assert.Equal(["app.log"], Logs());
        _folder.Open(_folder.Spec(maxSize: 4)).PrepareRun();
        Assert.Equal(["app.log.1"], Logs());
    }

    [Fact]
    public void The_oldest_files_go_when_there_are_too_many()
    {
        Make(0, 1, 2, 3, 4);
        LogRotation.RotateIfLarger(_folder.File, 0, maxFiles: 2);
        Assert.Equal(["app.log.1", "app.log.2"], Logs());
        Assert.Equal(("0", "1"), (Text(1), Text(2)));
    }

    [Fact]
    public void A_gap_that_a_crash_left_is_filled_first()
    {
        Make(0, 1, 3);
        LogRotation.RotateIfLarger(_folder.File, 0, maxFiles: 3);
        Assert.Equal(("0", "1", "3"), (Text(1), Text(2), Text(3)));
    }

    [Fact]
    public void With_no_files_to_keep_the_log_is_dropped()
    {
        Make(0);
        LogRotation.RotateIfLarger(_folder.File, 0, maxFiles: 0);
        Assert.Empty(Logs());
    }

    [Fact]
    public void A_stale_index_does_not_meet_another_log()
    {
        Make(0, 1);
        _folder.Append("index of 1", LogRotation.IndexOf(_folder.File + ".1"));
        LogRotation.RotateIfLarger(_folder.File, 0, maxFiles: 2);
        Assert.False(File.Exists(_folder.File + ".1.idx"));
        Assert.Equal("index of 1", File.ReadAllText(_folder.File + ".2.idx"));
    }

    [Fact]
    public void A_link_is_left_alone()
    {
        var target = Path.Combine(_folder.Folder, "elsewhere");
        File.WriteAllText(target, "text");
        File.CreateSymbolicLink(_folder.File, target);
        LogRotation.RotateIfLarger(_folder.File, 0, maxFiles: 2);
        Assert.Equal(target, new FileInfo(_folder.File).LinkTarget);
    }

    [Fact]
    public async Task What_stands_in_the_way_does_not_stop_a_run()
    {
        Make(0);
        Directory.CreateDirectory(_folder.File + ".1");
        var log = _folder.Run(_folder.Spec(maxSize: 0));
        _folder.Write(" goes on\n");
        Assert.Equal(["0 goes on"], await log.LinesAsync());
    }

    [Fact]
    public async Task The_folder_is_made_for_the_first_run()
    {
        var log = _folder.Open(_folder.Spec() with { File = Path.Combine(_folder.Folder, "a", "b", "app.log") });
        log.PrepareRun();
        _folder.Write("deep\n", log.Spec.File);
        Assert.Equal(["deep"], await log.LinesAsync());
    }

    private void Make(params int[] numbers) =>
        Array.ForEach(numbers, number => _folder.Append($"{number}", LogRotation.PathOf(_folder.File, number)));

    private string Text(int number) => File.ReadAllText(LogRotation.PathOf(_folder.File, number));

    private string[] Logs() =>
        [.. Directory.GetFiles(_folder.Folder).Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(".idx", StringComparison.Ordinal)).Order()];
}
