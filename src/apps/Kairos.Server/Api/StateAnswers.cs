using System.Text.Json;
using Kairos.StateSchedules.Desk;

namespace Kairos.Server.Api;

/// <summary>What the desk of state schedules refuses, with the status that stands for it.</summary>
internal static class StateAnswers
{
    /// <exception cref="RefusedException">The desk refused.</exception>
    internal static T Read<T>(this StateAnswer<T> answer)
        where T : class => answer.Value ?? throw Refused(answer.Refusal!);

    private static RefusedException Refused(StateRefusal refusal) => new(
        refusal.Code switch
        {
            StateRefusalCode.UnknownMapping or StateRefusalCode.UnknownRow or StateRefusalCode.UnknownPass => StatusCodes.Status404NotFound,
            StateRefusalCode.Invalid => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status409Conflict,
        },
        refusal.Code == StateRefusalCode.Invalid ? "bad-request" : JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.Code.ToString()),
        refusal.Message)
    {
        Findings = [.. refusal.Findings.Select(FindingWire.Of)],
    };
}
