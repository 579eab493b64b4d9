"""Zips a published FOLDER to OUT: the program executable, nothing but FILES beside it, which may be patterns. The same files give the same bytes: the zip has the commit's time, sorted names, fixed modes."""
import fnmatch
import os
import sys
import time
import zipfile

folder, out, program, *others = sys.argv[1:]
found = sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)
wanted = [program, *others]
surplus = [name for name in found if not any(fnmatch.fnmatchcase(name, pattern) for pattern in wanted)]
missing = [pattern for pattern in wanted if not fnmatch.filter(found, pattern)]
if surplus or missing:
    sys.exit(f"The package lacks {missing}, and has {surplus} besides what it should: {wanted}.")

when = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]  # a zip knows no time before 1980
os.makedirs(os.path.dirname(out) or ".", exist_ok=True)
with zipfile.ZipFile(out, "w") as package:
    for name in found:
        entry = zipfile.ZipInfo(name, when)
        entry.create_system = 3  # Unix, so that the mode counts: without its executable bit the program is not started
        entry.external_attr = (0o100755 if name == program else 0o100644) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with open(os.path.join(folder, name), "rb") as file:
            package.writestr(entry, file.read(), compresslevel=9)
