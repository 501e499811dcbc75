namespace ProcessProxy.Logs.Parts;

/// <summary>What has become of a file that is being read.</summary>
internal enum PartState
{
    /// <summary>Nothing new.</summary>
    Unchanged,

    /// <summary>There is more to read.</summary>
    Grown,

    /// <summary>It was cut or emptied: what comes next is to be looked for anew.</summary>
    Moved,

    /// <summary>It has nothing more, and its name is free or another file's.</summary>
    Replaced,
}
