namespace ProcessProxy.Logs;

/// <summary>What has become of a file that is being read.</summary>
internal enum PartState
{
    /// <summary>Nothing new.</summary>
    Unchanged,

    /// <summary>There is more to read.</summary>
    Grown,

    /// <summary>It was emptied and begins again.</summary>
    Emptied,

    /// <summary>It has nothing more, and its name is free or another file's.</summary>
    Replaced,
}
