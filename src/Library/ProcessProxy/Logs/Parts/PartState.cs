namespace ProcessProxy.Logs.Parts;

/// <summary>The status of a file that is being read.</summary>
internal enum PartState
{
    /// <summary>Nothing new.</summary>
    Unchanged,

    /// <summary>There is more to read.</summary>
    Grown,

    /// <summary>It was cut or emptied: the continuation must be looked for again.</summary>
    Moved,

    /// <summary>It has nothing more, and its name is free or belongs to another file.</summary>
    Replaced,
}
