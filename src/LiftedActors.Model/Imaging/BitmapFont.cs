namespace LiftedActors.Model.Imaging;

/// <summary>Letters of 5 × 7 pixels for captions: capitals (small letters are drawn as capitals), digits and a few signs.</summary>
public static class BitmapFont
{
    /// <summary>The distance from one letter to the next.</summary>
    public const int Advance = 6;

    /// <summary>The height of a letter.</summary>
    public const int LineHeight = 7;

    private const int LetterWidth = 5;

    // 35 bits a letter, row after row from the upper left pixel, the first bit the most significant.
    private static readonly Dictionary<char, ulong> Letters = new()
    {
        [' '] = 0,
        ['A'] = 0x3A31FC631,
        ['B'] = 0x7A31F463E,
        ['C'] = 0x3A308422E,
        ['D'] = 0x7A318C63E,
        ['E'] = 0x7E10F421F,
        ['F'] = 0x7E10F4210,
        ['G'] = 0x3A30BC62F,
        ['H'] = 0x4631FC631,
        ['I'] = 0x38842108E,
        ['J'] = 0x1C4210A4C,
        ['K'] = 0x4654C5251,
        ['L'] = 0x42108421F,
        ['M'] = 0x4775AC631,
        ['N'] = 0x47359C631,
        ['O'] = 0x3A318C62E,
        ['P'] = 0x7A31F4210,
        ['Q'] = 0x3A318D64D,
        ['R'] = 0x7A31F5251,
        ['S'] = 0x3E107043E,
        ['T'] = 0x7C8421084,
        ['U'] = 0x46318C62E,
        ['V'] = 0x46318C544,
        ['W'] = 0x4631AD771,
        ['X'] = 0x462A22A31,
        ['Y'] = 0x462A21084,
        ['Z'] = 0x7C222221F,
        ['0'] = 0x3A33AE62E,
        ['1'] = 0x11842108E,
        ['2'] = 0x3A213221F,
        ['3'] = 0x78217043E,
        ['4'] = 0x08CA97C42,
        ['5'] = 0x7E1E0862E,
        ['6'] = 0x1910F462E,
        ['7'] = 0x7C2222108,
        ['8'] = 0x3A317462E,
        ['9'] = 0x3A317844C,
        ['.'] = 0x00000018C,
        [','] = 0x000003088,
        [':'] = 0x018C03180,
        ['-'] = 0x000070000,
        ['+'] = 0x0084F9080,
        ['='] = 0x001F07C00,
        ['/'] = 0x002222200,
        ['%'] = 0x672222273,
        ['('] = 0x088842082,
        [')'] = 0x208210888,
        ['|'] = 0x108421084,
        ['_'] = 0x00000001F,
    };

    private static ulong Unknown => Letters['-'];

    /// <summary>The width of a line of text in pixels.</summary>
    public static int WidthOf(string text) => text.Length * Advance;

    /// <summary>Draws a line of text with its upper left pixel at (<paramref name="top"/>, <paramref name="left"/>); what falls outside is cut, an unknown sign becomes a dash.</summary>
    public static void Draw(Image image, int top, int left, string text, Real ink)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var bits = Letters.GetValueOrDefault(char.ToUpperInvariant(text[i]), Unknown);
            for (var k = 0; k < LetterWidth * LineHeight; k++)
            {
                var (row, column) = (top + (k / LetterWidth), left + (i * Advance) + (k % LetterWidth));
                var isInside = row >= 0 && row < image.Height && column >= 0 && column < image.Width;
                if (isInside && ((bits >> ((LetterWidth * LineHeight) - 1 - k)) & 1) == 1)
                {
                    image[row, column] = ink;
                }
            }
        }
    }
}
