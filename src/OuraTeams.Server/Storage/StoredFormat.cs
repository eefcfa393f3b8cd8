namespace OuraTeams.Server.Storage;

/// <summary>
/// The format of everything that is stored. A store is marked with its number when it is first used, and data of another format
/// end the start: to read them as if they were of this one would lose them.
/// </summary>
internal static class StoredFormat
{
    /// <summary>The format since 0.3.0. It changes only when a release can't read what the one before it has stored.</summary>
    public const int Current = 1;

    /// <summary>Compares the mark of a store that holds data with <see cref="Current"/>.</summary>
    /// <param name="found">The mark; 0 without one.</param>
    /// <param name="place">Where the store is, for the message.</param>
    /// <param name="remedy">What else the operator can do than to run another version.</param>
    /// <exception cref="StorageException">It is another.</exception>
    public static void Require(int found, string place, string remedy)
    {
        if (found < Current)
        {
            throw new StorageException(
                $"The data in {place} were stored by a version before 0.3.0, which this one can't read. Run that version, or {remedy}; members then connect their rings anew.");
        }

        if (found > Current)
        {
            throw new StorageException($"The data in {place} have format {found}, and this version knows formats up to {Current}. Run the version that stored them, or a later one, or {remedy}.");
        }
    }
}
