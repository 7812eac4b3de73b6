using System.Globalization;
using Kairos.Jobs;

namespace Kairos.Lab.History.Recording;

/// <summary>Writes down the calls of one who submits and changes jobs, and their answers.</summary>
/// <param name="writer">Where to.</param>
/// <param name="caller">Begins the names of its calls: unique among callers.</param>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class CallRecorder(HistoryWriter writer, string caller)
{
    private int _calls;

    /// <summary>A submit. Whatever it throws is thrown on, and counts as no answer.</summary>
    /// <param name="request">What is submitted.</param>
    /// <param name="plan">The due instants that its trigger yields; null is not checked.</param>
    /// <param name="gated">Its handler passes a gate.</param>
    /// <param name="submit">Sends it.</param>
    public async Task<SubmitAnswer> SubmitAsync(JobRequest request, DuePlan? plan, bool gated, Func<Task<SubmitAnswer>> submit)
    {
        string op = NextOp();
        writer.Write(new SubmitAsked
        {
            Op = op,
            Owner = request.Owner,
            Kind = request.Kind,
            Key = request.Key,
            Conflict = request.Conflict,
            IdempotencyKey = request.IdempotencyKey,
            Plan = plan,
            Gated = gated,
        });
        SubmitAnswer? answer = null;
        try
        {
            return answer = await submit();
        }
        finally
        {
            writer.Write(new SubmitAnswered { Op = op, Result = Of(answer?.Status), Job = answer?.Id });
        }
    }

    /// <summary>A change. Whatever it throws is thrown on, and counts as no answer.</summary>
    /// <param name="job">Of what.</param>
    /// <param name="change">Which.</param>
    /// <param name="plan">Of an edit with a new trigger.</param>
    /// <param name="version">Of an edit: the version that the job has when it is applied; null is not checked.</param>
    /// <param name="send">Sends it.</param>
    public async Task<ChangeAnswer> ChangeAsync(JobId job, ChangeKind change, DuePlan? plan, int? version, Func<Task<ChangeAnswer>> send)
    {
        string op = NextOp();
        writer.Write(new ChangeAsked { Op = op, Change = change, Job = job, Plan = plan });
        ChangeResult result = ChangeResult.Unknown;
        try
        {
            ChangeAnswer answer = await send();
            result = Of(answer);
            return answer;
        }
        finally
        {
            writer.Write(new ChangeAnswered { Op = op, Result = result, Version = version });
        }
    }

    private static SubmitResult Of(SubmitStatus? status) => status switch
    {
        null => SubmitResult.Unknown,
        SubmitStatus.Created => SubmitResult.Created,
        SubmitStatus.Replaced => SubmitResult.Replaced,
        SubmitStatus.Kept => SubmitResult.Kept,
        SubmitStatus.Repeated => SubmitResult.Repeated,
        SubmitStatus.KeyTaken => SubmitResult.KeyTaken,
        SubmitStatus.IdempotencyConflict => SubmitResult.IdempotencyConflict,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status is not known here: name its result."),
    };

    private static ChangeResult Of(ChangeAnswer answer) => answer switch
    {
        ChangeAnswer.Applied => ChangeResult.Applied,
        ChangeAnswer.TooLate => ChangeResult.TooLate,
        ChangeAnswer.Pending => ChangeResult.Pending,
        ChangeAnswer.NotFound => ChangeResult.NotFound,
        ChangeAnswer.Conflict => ChangeResult.Conflict,
        ChangeAnswer.Parked => ChangeResult.Parked,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "This answer is not known here: name its result."),
    };

    private string NextOp() => string.Create(CultureInfo.InvariantCulture, $"{caller}-{Interlocked.Increment(ref _calls)}");
}
