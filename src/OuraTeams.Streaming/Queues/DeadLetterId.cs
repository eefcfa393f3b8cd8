using System.Globalization;

namespace OuraTeams.Streaming.Queues;

/// <summary>Names one dead letter of a queue. Ordered by partition, then by number.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Number">Its id among the dead letters of the partition.</param>
public readonly record struct DeadLetterId(int Partition, long Number)
{
    /// <summary>Before all others.</summary>
    public static DeadLetterId None => new(0, 0);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out DeadLetterId id)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('-');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && partition < QueueAdapterFactory.Partitions)
        {
            id = new DeadLetterId(partition, number);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>As text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}-{Number}");
}
