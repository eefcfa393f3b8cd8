namespace OuraTeams.Server.Host.Settings;

/// <summary>A setting can't be used. The message names it.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Without a message.</summary>
    public SettingsException()
    {
    }

    /// <summary>With a sentence that names the setting.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence that names the setting, and the cause.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
