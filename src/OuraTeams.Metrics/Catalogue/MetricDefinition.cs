namespace OuraTeams.Metrics.Catalogue;

/// <summary>One number a day for each member. Values are kept as whole steps of the resolution.</summary>
public sealed record MetricDefinition
{
    /// <summary>Its place in the catalogue and in stored rows. Fixed for ever.</summary>
    public required int Number { get; init; }

    /// <summary>Id, e.g. <c>sleep_score</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Unit by UCUM, e.g. <c>s</c>, <c>ms</c>, <c>Cel</c>; <c>1</c> for plain numbers.</summary>
    public required string Unit { get; init; }

    /// <summary>Smallest step between two values, in the unit.</summary>
    public required decimal Resolution { get; init; }

    /// <summary>Least plausible value, in the unit.</summary>
    public required decimal Minimum { get; init; }

    /// <summary>Greatest plausible value, in the unit. What lies outside is taken as missing.</summary>
    public required decimal Maximum { get; init; }

    /// <summary>Which way it is better.</summary>
    public required MetricDirection Direction { get; init; }

    /// <summary>What a member consents to who shares it.</summary>
    public required ConsentClass ConsentClass { get; init; }

    /// <summary>Kind of document or time series that it comes from, as routes name it.</summary>
    public required string DocumentKind { get; init; }

    /// <summary>
    /// All kinds that it is made of, as routes name them: beside <see cref="DocumentKind"/> the sleeps that tell the night, or
    /// the person's own data that tells the age.
    /// </summary>
    public IReadOnlyList<string> MadeOf => Combination switch
    {
        DayCombination.RowsOfNight => [DocumentKind, "sleep"],
        DayCombination.Derived => [DocumentKind, "personal_info"],
        _ => [DocumentKind],
    };

    /// <summary>Where it stands in the document or row; a dot leads into an object.</summary>
    public required string Field { get; init; }

    /// <summary>How the documents of a day become one number.</summary>
    public required DayCombination Combination { get; init; }

    /// <summary>How the field becomes a number.</summary>
    public ValueReading Reading { get; init; }

    /// <summary>With <see cref="ValueReading.Level"/>: the words, from low to high.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>When given, only documents count whose field has this text.</summary>
    public (string Field, string Text)? Only { get; init; }

    /// <summary>When given, values go round: after the greatest comes the least, this many steps on. 23:50 and 00:10 average to midnight.</summary>
    public int? Period { get; init; }

    /// <summary>What it is.</summary>
    public required string Description { get; init; }

    /// <summary>Rounds a value to whole steps, halves away from zero.</summary>
    /// <param name="value">In the unit.</param>
    /// <returns>Steps, or <see cref="MetricValue.Missing"/> for a value that isn't plausible.</returns>
    public int ToUnits(decimal value) => value < Minimum || value > Maximum
        ? MetricValue.Missing
        : (int)Math.Round(value / Resolution, MidpointRounding.AwayFromZero);

    /// <summary>The value of a number of steps, in the unit.</summary>
    public double FromUnits(int units) => (double)(units * Resolution);
}
