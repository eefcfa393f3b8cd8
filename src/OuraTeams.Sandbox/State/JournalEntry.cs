using System.Text.Json.Serialization;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.Webhooks;

namespace OuraTeams.Sandbox.State;

/// <summary>One line of the journal: a state that replaces the one before it. The <c>$type</c> names are fixed.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(WorldBegan), "world")]
[JsonDerivedType(typeof(MemberSynced), "sync")]
[JsonDerivedType(typeof(MembershipSet), "membership")]
[JsonDerivedType(typeof(DocumentRevised), "document")]
[JsonDerivedType(typeof(GrantSaved), "grant")]
[JsonDerivedType(typeof(GrantRemoved), "grant-removed")]
[JsonDerivedType(typeof(CodeSaved), "code")]
[JsonDerivedType(typeof(SubscriptionSaved), "subscription")]
[JsonDerivedType(typeof(SubscriptionRemoved), "subscription-removed")]
internal abstract record JournalEntry;

/// <summary>The seed of the world, when it began, and the first day that needs a sync to have documents.</summary>
internal sealed record WorldBegan(int Seed, DateOnly FirstDay, DateOnly OldestDay, DateTimeOffset? At = null) : JournalEntry;

/// <summary>The member synced at that time of the world; the documents up to that day exist.</summary>
internal sealed record MemberSynced(int Member, DateOnly Day, DateTimeOffset? At = null) : JournalEntry;

/// <summary>The member's membership lapsed or was renewed.</summary>
internal sealed record MembershipSet(int Member, bool Active) : JournalEntry;

/// <summary>A document differs from the first account of it.</summary>
internal sealed record DocumentRevised(int Member, string Kind, DateOnly Day, int Slot, DocumentRevision Revision) : JournalEntry;

/// <summary>A grant was issued or its tokens rotated.</summary>
internal sealed record GrantSaved(Grant Grant) : JournalEntry;

/// <summary>A grant is dead.</summary>
internal sealed record GrantRemoved(Guid Id) : JournalEntry;

/// <summary>An authorization code was issued or used.</summary>
internal sealed record CodeSaved(AuthorizationCode Code) : JournalEntry;

/// <summary>A webhook subscription was made or changed.</summary>
internal sealed record SubscriptionSaved(Subscription Subscription) : JournalEntry;

/// <summary>A webhook subscription is gone.</summary>
internal sealed record SubscriptionRemoved(Guid Id) : JournalEntry;
