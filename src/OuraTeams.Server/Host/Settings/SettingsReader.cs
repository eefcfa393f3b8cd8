using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Host.Settings;

/// <summary>Reads settings that are needed before the host is built.</summary>
internal static class SettingsReader
{
    /// <summary>Reads a section and checks it.</summary>
    /// <exception cref="SettingsException">A value can't be used; the message names it.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        try
        {
            T options = configuration.GetSection(section).Get<T>() ?? new T();
            var problems = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true)
                ? options
                : throw new SettingsException(string.Join(' ', problems.Select(problem => $"{section}:{problem.MemberNames.First()}: {problem.ErrorMessage}")));
        }
        catch (InvalidOperationException error)
        {
            throw new SettingsException($"{error.Message}", error);
        }
    }
}
