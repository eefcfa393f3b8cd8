namespace OuraTeams.Metrics.Catalogue;

/// <summary>How the documents of one day become one number.</summary>
public enum DayCombination
{
    /// <summary>The day's one current document of the kind gives it.</summary>
    Current,

    /// <summary>The night gives it: the longest <c>long_sleep</c> of the day.</summary>
    Night,

    /// <summary>The sum over the day's sleeps other than the night.</summary>
    SumOutsideNight,

    /// <summary>The sum over all documents of the kind.</summary>
    Sum,

    /// <summary>It is worked out from other numbers of the day.</summary>
    Derived,

    /// <summary>The rows of a time series in the wearer's day give it, midnight to midnight.</summary>
    RowsOfDay,

    /// <summary>The rows of a time series in the day's night give it.</summary>
    RowsOfNight,
}
