using System.Text.Json;
using Kairos.Jobs;

namespace Kairos.Seats.Grabs;

/// <summary>Reads what grabs left in the store.</summary>
internal static class GrabReading
{
    internal static GrabPayload Payload(JobView job) =>
        JsonSerializer.Deserialize(job.Payload.Span, GrabJson.Default.GrabPayload) ?? throw new JsonException($"Job {job.Id} holds no grab.");

    /// <summary>The notes of a run; null where it left none (cancelled, lost, unknown).</summary>
    internal static GrabNotes? Notes(RunView run) =>
        run.Notes.IsEmpty ? null : JsonSerializer.Deserialize(run.Notes.Span, GrabJson.Default.GrabNotes);
}
