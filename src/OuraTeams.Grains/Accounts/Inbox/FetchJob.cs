using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Inbox;

/// <summary>One thing to ask Oura for, and the marks that it answers.</summary>
/// <param name="Kind">Kind of data.</param>
/// <param name="Marks">The marks as they stood when the job was made.</param>
/// <param name="DocumentId">The document, for a read by id; null for a range.</param>
/// <param name="First">First day of a range.</param>
/// <param name="Last">Last day of a range.</param>
internal sealed record FetchJob(OuraKind Kind, IReadOnlyList<InboxMark> Marks, string? DocumentId, DateOnly First, DateOnly Last)
{
    /// <summary>When the oldest webhook event behind it was taken in; null when there is none.</summary>
    public DateTimeOffset? OldestEvent => Marks.Any(mark => mark.DocumentId is not null)
        ? Marks.Where(mark => mark.DocumentId is not null).Min(mark => mark.Since)
        : null;

    /// <summary>Who goes first: as the first of its marks.</summary>
    public RequestPriority Priority => Marks.Min(mark => mark.Priority);

    /// <summary>Whether it compares with Oura.</summary>
    public bool IsReconcile => Marks.Any(mark => mark.IsReconcile);

    /// <summary>Whether it reads history: what it brings is no news of a ring.</summary>
    public bool IsHistory => Marks.All(mark => mark.DocumentId is null && !mark.IsReconcile);
}
