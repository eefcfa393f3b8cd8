namespace OuraTeams.Oura.Http;

/// <summary>Why an entry of a list can't be used. The entries beside it are not touched.</summary>
public enum UnusableReason
{
    /// <summary>It is no JSON object, or holds text that is not Unicode.</summary>
    NotAnObject,

    /// <summary>A document without an id, of a kind that may have several a day.</summary>
    NoId,

    /// <summary>A document without a day that can be read.</summary>
    NoDay,

    /// <summary>A row without a time that can be read.</summary>
    NoTime,

    /// <summary>A row whose value is missing or can't be true.</summary>
    NoValue,

    /// <summary>Not an entry: the pages of the list never end. What they brought counts; more may exist.</summary>
    EndlessPages,
}
