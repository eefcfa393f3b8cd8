namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>
/// Another clock for one process: <c>libfaketime</c> answers what the process asks the system for the time of day. Its monotonic
/// clock, on which timers run, is left alone: as where a machine's clock is set wrongly.
/// </summary>
internal static class FaultClock
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether the library is here.</summary>
    public static bool IsPossible => Library is not null;

    /// <summary>Has a process run ahead by so much, or behind where that is negative, from its next start on.</summary>
    public static void Set(IDictionary<string, string?> settings, TimeSpan ahead)
    {
        settings["LD_PRELOAD"] = Library;
        settings["FAKETIME"] = FormattableString.Invariant($"{ahead.TotalSeconds:+0;-0}s");
        settings["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        settings["FAKETIME_DISABLE_SHM"] = "1";
    }

    /// <summary>Has it run by the system's clock again from its next start on.</summary>
    public static void Clear(IDictionary<string, string?> settings)
    {
        foreach (string key in new[] { "LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "FAKETIME_DISABLE_SHM" })
        {
            settings.Remove(key);
        }
    }
}
