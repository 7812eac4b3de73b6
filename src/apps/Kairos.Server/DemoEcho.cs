using System.Text.Json;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Server.Api;

namespace Kairos.Server;

/// <summary>A kind to try the server with: it succeeds, and its run's notes are its payload.</summary>
internal static class DemoEcho
{
    internal static KairosBuilder AddDemoEcho(this KairosBuilder kairos) =>
        kairos.Handle<JsonElement>("demo.echo", ServerJson.Default.JsonElement, static (payload, job, _) =>
        {
            if (payload.GetRawText().Length > Limits.NotesBytes / 4)
            {
                return ValueTask.FromResult<Outcome>(new Outcome.Failed($"The payload is too large to be echoed: give up to {Limits.NotesBytes / 4} characters."));
            }

            job.Note(payload, ServerJson.Default.JsonElement);
            return ValueTask.FromResult<Outcome>(Outcome.Success);
        });
}
