package tabular

import (
	"fugai/datasets/internal/source"
)

// rules lists what the readers of tables notice, in the order of the report.
func rules() []source.Rule {
	const keepZH, keepEN = "如不应略去，请在源文件中改写该行", "reword the row in the source if it should count"
	return []source.Rule{
		source.Remark("header-row", "表头上方有 %d 行标题或说明，已跳过", "%d title or remark rows above the header were skipped",
			"表头不对时用 header 写明行号", "if the header is wrong give its row number with header"),
		source.Remark("header-two-rows", "表头由两行合成", "the header was put together from two rows",
			"表头不对时用 header 写明行号", "if the header is wrong give its row number with header"),
		source.Warn("header-doubtful", "没有像表头的行，第一行被当作表头", "no row looks like a header; the first one was taken",
			"请在第一行补上列名，或用 header 写明行号", "put column names in the first row, or give the row number with header"),
		source.Remark("name-repeated", "%d 列与前面的列同名，已加序号", "%d columns have the name of an earlier one and took a number",
			"在 columns 中用加了序号的列名，或在源文件中改名", "use the numbered names under columns, or rename them in the source"),
		source.Warn("no-records", "表头之下没有数据", "there are no rows below the header", "请核对文件", "check the file"),
		source.Warn("short-row", "%d 行的列数少于表头，缺的按空值处理", "%d rows have fewer cells than the header; the missing ones are empty",
			"核对这些行是否错位", "check that their cells have not moved"),
		source.Warn("long-row", "%d 行在表头之外还有内容，已略去", "%d rows hold cells beyond the header; they are left out",
			"给多出的列补上列名，或检查单元格里是否有未加引号的分隔符", "name the extra columns, or look for separators that are not quoted"),
		source.Warn("stray-quote", "%d 行的引号用法不合规，按原文读取", "%d rows have misplaced quotes and were read as they stand", "核对这些行的单元格是否串位", "check that the cells of these rows have not moved"),
		source.Warn("total-row", "%d 行是合计或小计，已略去", "%d rows are totals and were left out", keepZH, keepEN),
		source.Warn("footnote-row", "%d 行是表尾说明，已略去", "%d rows are remarks below the table and were left out", keepZH, keepEN),
		source.Remark("repeated-header", "%d 行重复表头，已略去", "%d rows repeat the header and were left out", "", ""),
		source.Remark("missing-word", "%d 个单元格写着“无”“暂无”“-”“N/A”之类，按空值处理", "%d cells say 无, 暂无, - or N/A and count as empty", "", ""),
		source.Remark("text-formula", "%d 个单元格写成 =\"…\" 或以 ' 开头，已取其中的文字", "%d cells are written as =\"…\" or begin with '; their text was taken", "", ""),
		source.Warn("error-cell", "%d 个单元格是 #REF! 之类的错误值，按空值处理", "%d cells hold an error such as #REF! and count as empty",
			"在 Excel 中改正公式后重新保存", "mend the formula in Excel and save again"),
		source.Warn("formula-without-value", "%d 个公式没有保存计算结果，按空值处理", "%d formulas were saved without a result and count as empty",
			"在 Excel 或 WPS 中打开并保存一次", "open and save the workbook once in Excel or WPS"),
		source.Warn("date-out-of-range", "%d 个日期格式的单元格不是有效日期，保留原数", "%d cells formatted as dates hold no valid date; the number is kept", "请在源文件中改正日期", "correct the dates in the source"),
		source.Remark("merged-cells", "%d 个单元格按合并单元格补上了内容", "%d cells were filled from the merged cell above", "", ""),
		source.Remark("hidden-rows", "%d 个隐藏行也已读取", "%d hidden rows were read as well", "不需要的请在源文件中删去", "delete those not wanted in the source"),
		source.Remark("other-sheets", "工作簿中还有 %d 个工作表没有读取", "%d other sheets of the workbook were not read",
			"用 文件.xlsx#表名 或 sheet 选择工作表", "choose one with file.xlsx#name or sheet"),
	}
}
