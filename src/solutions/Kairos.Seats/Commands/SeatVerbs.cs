using System.Collections.Frozen;

namespace Kairos.Seats.Commands;

/// <summary>The words of the verbs: what people type, what programs read, what the normal form writes.</summary>
public static class SeatVerbs
{
    private static readonly FrozenDictionary<string, SeatVerb> ByWord = new Dictionary<string, SeatVerb>
    {
        ["抢座"] = SeatVerb.Grab, ["抢坐"] = SeatVerb.Grab, ["抢座位"] = SeatVerb.Grab,
        ["明日预约"] = SeatVerb.Grab, ["qz"] = SeatVerb.Grab, ["grab"] = SeatVerb.Grab,
        ["捡漏"] = SeatVerb.Watch, ["实时预定"] = SeatVerb.Watch, ["jl"] = SeatVerb.Watch,
        ["ssyd"] = SeatVerb.Watch, ["watch"] = SeatVerb.Watch,
        ["查询"] = SeatVerb.Status, ["cx"] = SeatVerb.Status, ["status"] = SeatVerb.Status,
        ["结果"] = SeatVerb.Result, ["jg"] = SeatVerb.Result,
        ["捡漏结果"] = SeatVerb.WatchResult, ["jljg"] = SeatVerb.WatchResult,
        ["解析"] = SeatVerb.Parse, ["jx"] = SeatVerb.Parse,
        ["取消"] = SeatVerb.Cancel, ["qx"] = SeatVerb.Cancel, ["cancel"] = SeatVerb.Cancel,
        ["学校"] = SeatVerb.School, ["xx"] = SeatVerb.School, ["school"] = SeatVerb.School,
        ["添加"] = SeatVerb.Add, ["tj"] = SeatVerb.Add, ["add"] = SeatVerb.Add,
        ["积分"] = SeatVerb.Points, ["jf"] = SeatVerb.Points, ["points"] = SeatVerb.Points,
        ["帮助"] = SeatVerb.Help, ["help"] = SeatVerb.Help, ["?"] = SeatVerb.Help,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, SeatVerb>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByWord.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every word that is understood as the verb, the normal form's word among them.</summary>
    /// <param name="verb">The verb asked for.</param>
    public static IEnumerable<string> WordsOf(SeatVerb verb) => ByWord.Where(pair => pair.Value == verb).Select(pair => pair.Key);

    /// <summary>The Chinese word that stands in the normal form.</summary>
    public static string Word(this SeatVerb verb) => verb switch
    {
        SeatVerb.Grab => "抢座",
        SeatVerb.Watch => "捡漏",
        SeatVerb.Status => "查询",
        SeatVerb.Result => "结果",
        SeatVerb.WatchResult => "捡漏结果",
        SeatVerb.Parse => "解析",
        SeatVerb.Cancel => "取消",
        SeatVerb.School => "学校",
        SeatVerb.Add => "添加",
        SeatVerb.Points => "积分",
        SeatVerb.Help => "帮助",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "Not a verb of the command language: use a named member of SeatVerb."),
    };

    /// <summary>The name that programs read under the key <c>verb</c>.</summary>
    public static string WireName(this SeatVerb verb) => verb switch
    {
        SeatVerb.Grab => "grab",
        SeatVerb.Watch => "watch",
        SeatVerb.Status => "status",
        SeatVerb.Result => "result",
        SeatVerb.WatchResult => "watch-result",
        SeatVerb.Parse => "parse",
        SeatVerb.Cancel => "cancel",
        SeatVerb.School => "school",
        SeatVerb.Add => "add",
        SeatVerb.Points => "points",
        SeatVerb.Help => "help",
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "Not a verb of the command language: use a named member of SeatVerb."),
    };

    /// <summary>Reads a verb field: one leading <c>#</c> and the case of letters do not matter.</summary>
    internal static SeatVerb? Find(ReadOnlySpan<char> field)
    {
        var word = field.StartsWith('#') ? field[1..].TrimStart() : field;
        return BySpan.TryGetValue(word, out var verb) ? verb : null;
    }
}
