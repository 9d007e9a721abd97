// Reads a Power Query formula on standard input and says whether it is one.
import { readFileSync } from "node:fs";
import PQP from "@microsoft/powerquery-parser";

const task = await PQP.TaskUtils.tryLexParse(PQP.DefaultSettings, readFileSync(0, "utf8"));
if (!PQP.TaskUtils.isParseStageOk(task)) {
  console.error(task.error?.message ?? "this is no Power Query formula");
  process.exit(1);
}
console.log("the formula parses");
