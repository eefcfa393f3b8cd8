namespace OuraTeams.Mutants;

/// <summary>The class that is compiled into the mutated project: says which mutant is on, and notes which ones were reached.</summary>
internal static class MutantSwitchSource
{
    /// <summary>Names the mutant that is on. None by default.</summary>
    public const string Active = "OURATEAMS_MUTANT";

    /// <summary>Names the file that gets the numbers of all mutants that the process came by.</summary>
    public const string Reached = "OURATEAMS_MUTANTS_REACHED";

    /// <summary>The source, for so many mutants.</summary>
    public static string Of(int count) => $$"""
        #nullable enable
        namespace OuraTeams.Mutants;

        internal static class MutantSwitch
        {
            private static readonly int Active;
            private static readonly bool[]? Reached;

            static MutantSwitch()
            {
                _ = int.TryParse(global::System.Environment.GetEnvironmentVariable("{{Active}}"), out Active);
                if (global::System.Environment.GetEnvironmentVariable("{{Reached}}") is { } file)
                {
                    bool[] reached = new bool[{{count + 1}}];
                    Reached = reached;
                    global::System.AppDomain.CurrentDomain.ProcessExit += (_, _) => global::System.IO.File.WriteAllLines(
                        file, global::System.Linq.Enumerable.Select(global::System.Linq.Enumerable.Where(
                            global::System.Linq.Enumerable.Range(0, reached.Length), id => reached[id]), id => id.ToString()));
                }
            }

            public static bool On(int id)
            {
                if (Reached is not null)
                {
                    Reached[id] = true;
                }

                return id == Active;
            }
        }
        """;
}
