using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>What an owner wants to become of a job, on its way into the store.</summary>
/// <param name="Ask">What another node that holds the job is asked; null where nothing is left with a holder.</param>
/// <param name="Write">Writes the change. From a withdrawal on it is not to be given up.</param>
/// <param name="Begun">Told of the hold that goes on, where it was too late.</param>
internal sealed record Wish(AskKind? Ask, Func<Grip, CancellationToken, ValueTask<ChangeAnswer>> Write, Action<Armed> Begun);
