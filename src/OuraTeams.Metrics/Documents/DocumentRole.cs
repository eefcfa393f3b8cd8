namespace OuraTeams.Metrics.Documents;

/// <summary>The part of a document in its day. Numbers are fixed for ever.</summary>
public enum DocumentRole
{
    /// <summary>One of a kind that has one current document a day.</summary>
    Daily = 0,

    /// <summary>A <c>long_sleep</c>: the night, when it is the longest of the day.</summary>
    LongSleep = 1,

    /// <summary>A shorter sleep that counts: <c>sleep</c> or <c>late_nap</c>.</summary>
    ShortSleep = 2,

    /// <summary>Counts for nothing: <c>rest</c>, <c>deleted</c>, or a type that Oura has added since.</summary>
    Ignored = 3,

    /// <summary>One of a kind of which all count: a workout, a session.</summary>
    Each = 4,
}
