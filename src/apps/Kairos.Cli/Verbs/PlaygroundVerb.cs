using System.CommandLine;
using Kairos.Cli.Hosting;
using Kairos.Playground;
using Microsoft.AspNetCore.Builder;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos playground</c>: the rehearsal venue, to look at and to try against.</summary>
internal static class PlaygroundVerb
{
    internal static Command Build(Shell shell)
    {
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 7080, HelpName = "PORT" };
        Option<int> seed = new("--seed") { Description = "Draws floor plans, sessions and faults.", DefaultValueFactory = _ => 1, HelpName = "N" };
        Option<string> offset = new("--offset") { Description = "The venue's clock minus ours; negative ones with =, as in --offset=-2300ms.", DefaultValueFactory = _ => "0ms", HelpName = "SPAN" };
        Option<string> latency = new("--latency") { Description = "The round trip.", DefaultValueFactory = _ => "20ms", HelpName = "SPAN" };
        Option<string> jitter = new("--jitter") { Description = "How far a round trip is off at most.", DefaultValueFactory = _ => "10ms", HelpName = "SPAN" };
        Option<string?> controlKey = new("--control-key") { Description = "What callers of /control send as X-Playground-Key; without it there is no control plane.", HelpName = "KEY" };
        Option<bool> untilStdin = new("--until-stdin-closes") { Description = "End when standard input does.", Hidden = true };
        return new Verb(
            "playground",
            "Run the rehearsal venue: schools, rooms, seat maps, an opening each day at 20:10:00 (Asia/Shanghai).",
            "kairos playground",
            "kairos playground --offset=-2300ms --latency 40ms --jitter 20ms").With(port, seed, offset, latency, jitter, controlKey, untilStdin).Does((parse, stop) =>
        {
            TimeSpan trip = Quantities.Span("--latency", parse.GetValue(latency)!);
            TimeSpan around = Quantities.Span("--jitter", parse.GetValue(jitter)!);
            PlaygroundOptions options = new()
            {
                Port = parse.GetValue(port),
                Seed = parse.GetValue(seed),
                ClockOffset = Quantities.Span("--offset", parse.GetValue(offset)!),
                Latency = trip,
                LatencyJitter = around < trip ? around : trip,
                ControlKey = parse.GetValue(controlKey),
                WarmUp = true,
            };
            return Hosted.RunAsync(Build(options, shell), parse.GetValue(untilStdin), shell.Console, stop);
        });
    }

    private static WebApplication Build(PlaygroundOptions options, Shell shell)
    {
        try
        {
            return PlaygroundHost.Build(options, shell.Console.Time);
        }
        catch (ArgumentException e)
        {
            throw CliFailure.Usage(e.Message);
        }
    }
}
