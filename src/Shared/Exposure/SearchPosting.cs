namespace ServerlessMcp.Exposure;

/// <summary>A tool that has a word.</summary>
internal record struct SearchPosting(int Tool, double Weight, NamePlace Place);
