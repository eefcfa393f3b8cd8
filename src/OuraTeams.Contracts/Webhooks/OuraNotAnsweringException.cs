namespace OuraTeams.Contracts;

/// <summary>A grain could not do what it was asked, since Oura gave no usable answer. Later it may.</summary>
[GenerateSerializer, Alias("ourateams.oura-not-answering")]
public sealed class OuraNotAnsweringException : Exception
{
    /// <summary>Without a reason.</summary>
    public OuraNotAnsweringException()
    {
    }

    /// <summary>With one sentence that says what Oura answered; holds no secret.</summary>
    public OuraNotAnsweringException(string message)
        : base(message)
    {
    }

    /// <summary>With the failure behind it, which stays in its process.</summary>
    public OuraNotAnsweringException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
