namespace OuraTeams.Sandbox;

/// <summary>Something that changed in the world, as a webhook event tells it.</summary>
/// <param name="MemberId">The <c>user_id</c> of the event.</param>
/// <param name="DataType">The <c>data_type</c> of the event.</param>
/// <param name="DocumentId">The <c>object_id</c> of the event.</param>
/// <param name="EventType"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Time">The <c>event_time</c> of the event.</param>
public sealed record WorldChange(
    string MemberId, string DataType, string DocumentId, string EventType, DateTimeOffset Time);
