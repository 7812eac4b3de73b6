using Kairos.Jobs;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Grabs;
using Kairos.Seats.Results;
using Kairos.Seats.Sessions;
using Kairos.Seats.Venues;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Seats.Desk;

/// <summary>Grabs as their users see them: submitted, looked at, taken back.</summary>
internal sealed class GrabDesk(JobClient jobs, SeatCatalogue catalogue, SessionStore sessions, VenueDesk venue, LastResults results, ISideTables tables)
{
    private static readonly TimeSpan s_soonest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_earliest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_venuePatience = TimeSpan.FromSeconds(2);
    private static readonly int[] s_preflights = [10, 1];
    private readonly Wishes _wishes = new(tables);

    internal async ValueTask<SeatReply> SubmitAsync(string owner, SeatCommand command, CancellationToken ct)
    {
        if (await catalogue.LookUpAsync(command.School!, ct) is not { } school)
        {
            return SchoolDesk.Unknown(command.School!);
        }

        if (UnknownSeat(command) is { } refusal)
        {
            return refusal;
        }

        await KnowClockAsync(ct);
        Instant now = venue.Target.Clock.Now;
        SeatMode mode = command.Mode ?? school.Mode;
        Instant opens = mode == SeatMode.Today && command.OpenAt is null ? now : school.NextOpening(command.OpenAt, now);
        await sessions.KeepAsync(owner, school.Code, command.Session!, now, ct);
        bool contested = await _wishes.NoteAsync(owner, school.Code, opens, command.Candidates[0], ct);
        SubmitAnswer answer = await jobs.SubmitAsync(JobOf(owner, school, command, opens, mode), ct);
        await PreflightsAsync(owner, school, opens, ct);
        return ReplyOf(answer, school, opens, opens - now, contested);
    }

    internal async ValueTask<SeatReply> CancelAsync(string owner, CancellationToken ct)
    {
        JobView? job = await jobs.FindByKeyAsync(owner, GrabPayload.Kind, GrabPayload.Key, ct);
        ChangeAnswer answer = job is null ? ChangeAnswer.NotFound : await jobs.CancelAsync(owner, job.Id, ct);
        if (answer != ChangeAnswer.NotFound)
        {
            await _wishes.ForgetAsync(owner, ct);
        }

        return answer switch
        {
            ChangeAnswer.Applied => SeatReply.Done("cancelled", "✅ 抢座已取消，不会再执行。", "✅ The grab is cancelled and will not run.") with { Task = job!.Id },
            ChangeAnswer.TooLate => SeatReply.Refused("too-late", null, "已经开始执行，来不及取消了；请看结果。", "too late, it has started: ask for its result.") with { Task = job!.Id },
            ChangeAnswer.Pending => SeatReply.Refused("pending", null, "正在取消，请稍后查询。", "being cancelled: ask for the status in a moment.") with { Task = job!.Id },
            _ => SeatReply.Refused("not-found", null, "没有等待中的抢座。", "there is no live grab."),
        };
    }

    internal async ValueTask<SeatReply> StatusAsync(string owner, CancellationToken ct)
    {
        JobView? job = await jobs.FindByKeyAsync(owner, GrabPayload.Kind, GrabPayload.Key, ct);
        GrabResult? last = await results.FindAsync(owner, ct);
        (string chinese, string english) = last is null ? ("还没有结果", "no result yet") : ResultText.Line(last);
        SeatReply reply = SeatReply.Done("status", $"🔸 上次结果：{chinese}", $"🔸 Last result: {english}") with { Result = last?.Notes };
        if (job is null)
        {
            return reply;
        }

        GrabPayload payload = GrabReading.Payload(job);
        return reply with
        {
            Task = job.Id,
            OpensAt = payload.OpensAt,
            Chinese = $"⏳ 抢座 {payload.School} 等待 {ResultText.Local(payload.OpensAt, catalogue.Find(payload.School))}（任务 {job.Id}）\n{reply.Chinese}",
            English = $"⏳ A grab at {payload.School} waits for {ResultText.Local(payload.OpensAt, catalogue.Find(payload.School))} (task {job.Id})\n{reply.English}",
        };
    }

    internal async ValueTask<SeatReply> ResultAsync(string owner, CancellationToken ct)
    {
        JobView? job = await jobs.FindByKeyAsync(owner, GrabPayload.Kind, GrabPayload.Key, ct);
        GrabResult? last = await results.FindAsync(owner, ct);
        if (last is null || (job is not null && GrabReading.Payload(job).Submitted > last.Notes.Submitted))
        {
            return job is null
                ? SeatReply.Refused("no-result", null, "还没有抢座结果。", "there is no grab result yet.")
                : TooEarly(job);
        }

        (string chinese, string english) = ResultText.Full(last, catalogue);
        return SeatReply.Done("result", chinese, english) with { Task = last.Job, Result = last.Notes };
    }

    private SeatReply TooEarly(JobView job)
    {
        GrabPayload payload = GrabReading.Payload(job);
        string when = ResultText.Local(payload.OpensAt, catalogue.Find(payload.School));
        return SeatReply.Refused("too-early", null, $"还没有结果：{when} 开放后即可查询。", $"too early: the result will be there after the opening at {when}.") with { Task = job.Id, OpensAt = payload.OpensAt };
    }

    private SeatReply? UnknownSeat(SeatCommand command)
    {
        string school = command.School!;
        foreach (Candidate candidate in command.Candidates)
        {
            int room = Math.Abs(candidate.Room);
            if (room != 0 && !catalogue.Rooms(school).Any(r => r.Id == room))
            {
                string first = catalogue.Rooms(school).Select(r => r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault() ?? "…";
                return SeatReply.Refused("unknown-room", "room", $"学校 {school} 没有自习室 {room}。发“学校; {school}”看编号，例如 {first}；或重新“添加; {school}; 会话”。", $"school {school} has no room {room}. Send \"school; {school}\" for the ids, for example {first}, or add the school anew.");
            }

            if (candidate is { Room: > 0, Seat: > 0 } && catalogue.Place(candidate.Room, candidate.Seat) is null)
            {
                return SeatReply.Refused("unknown-seat", "seat", $"自习室 {room} 没有座位 {candidate.Seat}。", $"room {room} has no seat {candidate.Seat}: its map in the venue shows the numbers; 0 means any.");
            }
        }

        return null;
    }

    // A request never waits for the venue for long; a grab that finds the clock unknown learns it before its opening.
    private async ValueTask KnowClockAsync(CancellationToken ct)
    {
        if (venue.Clock.Offset is null)
        {
            await Task.WhenAny(venue.Clock.EnsureCoarseAsync(ct).AsTask(), Task.Delay(s_venuePatience, venue.Time, ct));
        }
    }

    private JobRequest JobOf(string owner, School school, SeatCommand command, Instant opens, SeatMode mode)
    {
        GrabPayload payload = new()
        {
            School = school.Code,
            OpensAt = opens.ToDateTimeOffset(),
            Submitted = venue.Target.Clock.ToOurs(venue.Target.Clock.Now).ToDateTimeOffset(),
            Mode = mode,
            Candidates = command.Candidates,
            FallbackAny = command.FallbackAny,
        };
        return JobRequest.Of(GrabPayload.Kind, owner, payload, GrabJson.Default.GrabPayload) with
        {
            Key = GrabPayload.Key,
            Conflict = KeyConflict.Replace,
            Trigger = Trigger.At((venue.Target.Clock.ToOurs(opens) - venue.Options.PrepareAhead).ToDateTimeOffset()),
        };
    }

    private async ValueTask PreflightsAsync(string owner, School school, Instant opens, CancellationToken ct)
    {
        Instant start = venue.Target.Clock.ToOurs(opens);
        foreach (int minutes in s_preflights)
        {
            Instant at = start - TimeSpan.FromMinutes(minutes);
            if (at > venue.Target.Clock.ToOurs(venue.Target.Clock.Now))
            {
                PreflightPayload payload = new() { School = school.Code, OpensAt = opens.ToDateTimeOffset() };
                await jobs.SubmitAsync(
                    JobRequest.Of(PreflightPayload.Kind, owner, payload, PreflightJson.Default.PreflightPayload) with
                    {
                        Key = $"before-{minutes}-min",
                        Conflict = KeyConflict.Replace,
                        Trigger = Trigger.At(at.ToDateTimeOffset()),
                    },
                    ct);
            }
        }
    }

    private static SeatReply ReplyOf(SubmitAnswer answer, School school, Instant opens, TimeSpan left, bool contested)
    {
        bool replaced = answer.Status == SubmitStatus.Replaced;
        string when = ResultText.Local(opens.ToDateTimeOffset(), school);
        List<(string Chinese, string English)> lines =
        [
            ($"✅ {(replaced ? "已替换之前的抢座" : "已接受抢座")}：{school.Name} {when}（任务 {answer.Id}）", $"✅ {(replaced ? "Your earlier grab is replaced" : "Grab accepted")}: {school.Name} {when} (task {answer.Id})"),
        ];
        if (left > s_earliest)
        {
            lines.Add(("🔸 离开放还早，会话到时可能已失效；开放前 30 分钟内再发一次更稳。", "🔸 The opening is far off and the session may have expired by then; sending again within 30 minutes of it is safer."));
        }
        else if (left < s_soonest && left > TimeSpan.Zero)
        {
            lines.Add(("🔸 离开放不到 5 分钟，已来不及预检。", "🔸 Less than 5 minutes to the opening: there is little time to check ahead."));
        }

        if (contested)
        {
            lines.Add(("🔸 另一位用户的第一候选也是这个座位。", "🔸 Another user has the same seat as first candidate."));
        }

        return SeatReply.Done(replaced ? "replaced" : "accepted", string.Join('\n', lines.Select(l => l.Chinese)), string.Join('\n', lines.Select(l => l.English))) with
        {
            Task = answer.Id,
            OpensAt = opens.ToDateTimeOffset(),
        };
    }
}
