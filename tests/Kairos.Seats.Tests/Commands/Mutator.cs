using System.Globalization;
using System.Text;

namespace Kairos.Seats.Tests.Commands;

/// <summary>Makes messages out of good ones by the mistakes that people, phones and attackers make.</summary>
internal sealed class Mutator(int seed)
{
    /// <summary>Every six characters of these have a capital, so no school, which is lower case, can look like a piece of one.</summary>
    public static readonly string[] Secrets = ["Zq7XkVw2JmRt9BsYf4HdLc", "GvT3nKx8PbWz5QyFr2MhSj"];

    private static readonly string Session = $"wechatSESS_ID={Secrets[0]}; Hm_lpvt=1566481408; SERVERID={Secrets[1]}|1566481444|1566481377";

    private static readonly string[] Seeds =
    [
        $"抢座; ecut; 1141; 7; 1141; 8; {Session}",
        $"#qz，ECUT，01141，007，-1142，-8，0，，{Session}；",
        $"捡漏；pku；1230；80；{Session} -- 时间=07:00 模式=明 备选=任意",
        $"watch, pku, 0, 0, Cookie: SERVERID={Secrets[1]}, wechatSESS_ID={Secrets[0]} — t=20:10:05 模式=今",
        $"添加; ecut; {Session}", $"jx; {Session}", "学校; ecut", "取消; 抢座", "查询", "结果", "jljg", "积分", "?",
        $"grab; ecut; 1;1; 2;2; 3;3; 4;4; {Session}", "qz；hbucm；20127；69；sessionid; serverid",
        $"抢座; ecut; 1141; 7; {Session} -- 备选=任意",
    ];

    private static readonly string[] Pieces =
    [
        ";", "；", ",", "，", "=", "＝", "#", "＃", "-", "－", "➖", "—", "--", " -- ", " —— ", " ", "\u3000", "\t", "\n", "\0", ":", "：", "|", "/", "*",
        "wechatSESS_ID=", "SERVERID=", "sessionid", "serverid", "wechat_sess_id", "Cookie:", "wechatSESS_ID=;", "SERVERID=;",
        "0", "-0", "007", "9999999", "10000000", "99999", "100000", "99999999999999999999", "七", "½", "①",
        "抢座", "捡漏", "查询", "取消", "学校", "解析", "帮助", "t=25:00", "t=7:00", "时间=", "模式=今", "模式=x", "备选=任意", "备选=", "x=1",
        "\u200B", "\uFEFF", "\uD800", "\uDC00", "\uFFFE", "\uFFFD", "\u0301", "\u0316", "\uFDFA", "\u337F", "\uFF9E", "😀", "\uDB40\uDD00", "é", "ß", "İ",
        Secrets[0], Secrets[1],
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public string Next()
    {
        _text.Clear().Append(Any(Seeds));
        for (var left = _random.Next(5); left > 0; left--)
        {
            Mutate();
        }

        return _text.ToString();
    }

    private void Mutate()
    {
        var at = _random.Next(_text.Length + 1);
        var length = Math.Min(_random.Next(1, 12), _text.Length - at);
        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                _text.Insert(at, Any(Pieces));
                break;
            case 3 or 4:
                _text.Remove(at, length).Insert(at, Any(Pieces));
                break;
            case 5:
                _text.Remove(at, length);
                break;
            case 6:
                Move(at, length);
                break;
            case 7:
                Flip(at);
                break;
            case 8:
                FullWidth(at, length);
                break;
            default:
                Rarely(at);
                break;
        }
    }

    private void Move(int at, int length)
    {
        var piece = _text.ToString(at, length);
        _text.Remove(at, _random.Next(2) * length).Insert(_random.Next(_text.Length + 1), piece);
    }

    private void Flip(int at)
    {
        if (at < _text.Length)
        {
            _text[at] = _random.Next(4) == 0 ? (char)_random.Next(char.MaxValue + 1) : (char)(_text[at] ^ (1 << _random.Next(7)));
        }
    }

    private void FullWidth(int at, int length)
    {
        for (var i = at; i < at + length; i++)
        {
            _text[i] = _text[i] is > ' ' and < '\u007F' ? (char)(_text[i] + 0xFEE0) : _text[i];
        }
    }

    /// <summary>What is costly: long repetitions, the end cut off, another message behind this one.</summary>
    private void Rarely(int at)
    {
        switch (_random.Next(40))
        {
            case 0:
                _text.Insert(at, Any(Pieces), _random.Next(1, 5_000 / 4));
                break;
            case < 10:
                _text.Length = at;
                break;
            case < 20:
                _text.Append(Any(Seeds));
                break;
            case < 30:
                _text.Insert(at, _random.NextInt64().ToString(CultureInfo.InvariantCulture));
                break;
            default:
                _text.Insert(0, Any(Seeds) + "; ");
                break;
        }
    }

    private string Any(string[] choices) => choices[_random.Next(choices.Length)];
}
