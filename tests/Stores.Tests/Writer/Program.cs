using System.Globalization;
using ServerlessMcp.Local;
using ServerlessMcp.Stores.Writer;

// A second process for the tests of the file store.
//   write FOLDER PREFIX     creates, replaces and deletes records until it is killed, and says before and after each change which one
//   count FOLDER ID TIMES   adds 1 to a record that many times
var store = new FileRecordStore(args[1], TimeProvider.System);
if (args[0] == "write")
    await new EndlessWriter(store, args[2], Console.OpenStandardOutput()).RunAsync();
else
    await new Counter(store, args[2]).AddAsync(int.Parse(args[3], CultureInfo.InvariantCulture));
