using System.Globalization;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>
/// Ids of entries, <c>milliseconds-sequence</c>, as one number that keeps their order: 43 bits of milliseconds (to the year
/// 2248) and 20 of the sequence.
/// </summary>
internal static class RedisMessageId
{
    /// <summary>A sequence from which on a stream is moved to its next millisecond. Redis counts up where its clock went back.</summary>
    public const long NearEnd = 1L << 19;

    private const int Bits = 20;
    private const long MostSequence = (1L << Bits) - 1;
    private const long MostMilliseconds = (1L << 43) - 1;

    /// <summary>The number; false where the id has none.</summary>
    public static bool TryRead(RedisValue id, out long number)
    {
        (ulong milliseconds, ulong sequence) = Parse(id);
        bool fits = milliseconds <= MostMilliseconds && sequence <= MostSequence;
        number = fits ? ((long)milliseconds << Bits) | (long)sequence : 0;
        return fits;
    }

    /// <summary>The id of a number.</summary>
    public static RedisValue Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{number >> Bits}-{number & MostSequence}");

    /// <summary>Whether the stream should be moved to its next millisecond.</summary>
    public static bool IsNearEnd(RedisValue id) => Parse(id).Sequence >= NearEnd;

    /// <summary>When Redis took the entry, by its clock.</summary>
    public static DateTimeOffset TimeOf(RedisValue id) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(Parse(id).Milliseconds, MostMilliseconds));

    private static (ulong Milliseconds, ulong Sequence) Parse(RedisValue id)
    {
        string text = id.ToString();
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && ulong.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out ulong milliseconds)
            && ulong.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence)
                ? (milliseconds, sequence)
                : throw new FormatException($"'{text}' is no id of a Redis stream.");
    }
}
