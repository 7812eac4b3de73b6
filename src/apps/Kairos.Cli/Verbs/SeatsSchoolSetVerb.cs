using System.CommandLine;
using System.Globalization;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Triggers.Text;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats school set</c>.</summary>
internal static class SeatsSchoolSetVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> code = SeatsSchoolVerb.Code();
        Option<string?> name = new("--name") { Description = "Display name.", HelpName = "NAME" };
        Option<string?> zone = new("--zone") { Description = "IANA zone of its times, as in Asia/Shanghai.", HelpName = "ZONE" };
        Option<TimeOnly?> opensAt = ValueOption.Of<TimeOnly>(
            "--opens-at", "HH:mm[:ss]", "When the venue takes reservations, in the school's zone.", TimesText.TryReadOne, TimesText.ExpectedOne);
        Option<string?> mode = new Option<string?>("--mode") { Description = "The day that is reserved: tomorrow at the opening time, or today." }
            .AcceptOnlyFromAmong("today", "tomorrow");

        return new Verb(
            "set",
            "Changes what an operator decides about a school. What is not named stays as it is.",
            "kairos seats school set ecut --opens-at 20:10:00",
            "kairos seats school set ecut --name 东华理工大学 --zone Asia/Shanghai --mode tomorrow")
            .With(code)
            .With(name, zone, opensAt, mode)
            .Does((parse, stop) =>
            {
                SchoolChange change = new()
                {
                    Name = parse.GetValue(name),
                    Zone = parse.GetValue(zone),
                    OpensAt = parse.GetValue(opensAt)?.ToString("HH':'mm':'ss", CultureInfo.InvariantCulture),
                    Mode = parse.GetValue(mode),
                };
                return change == new SchoolChange()
                    ? throw CliFailure.Usage("nothing to change", "add --name, --zone, --opens-at or --mode")
                    : shell.AskAsync(
                        parse,
                        Scope.Server,
                        api => api.ChangeSchoolAsync(parse.GetRequiredValue(code), change, stop),
                        school => SchoolText.WriteDetails(shell.Console, school));
            });
    }
}
