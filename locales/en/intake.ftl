# Reading lists of people and of villages from Excel and CSV. The reader is an officer who has the
# list open beside the report. What is said of one row begins small: it follows "Row 12:".

## Phone numbers

phone-empty = there is no phone number
phone-not-digits = the phone number has letters or strange signs; write digits only
phone-length = the phone number has { $digits ->
    [one] { $digits } digit
   *[other] { $digits } digits
 }; a mobile number has 10
phone-prefix = no mobile number begins like this; please check it
phone-landline = the phone number is a fixed line and takes no text messages; please give a mobile number
phone-service = the phone number is a call centre (1800, 1900), not a person's number
phone-short = the phone number is an emergency number or a short code, not a person's number
phone-foreign = the phone number is a foreign number; only Vietnamese mobile numbers can be reached

## The whole file cannot be read

intake-cannot-read = The file cannot be opened. Is it still there, and may it be read?
intake-not-a-file = This is not a file. Please choose an Excel or CSV file.
intake-empty = The file is empty.
intake-not-a-list = { $found ->
    [html] This is a web page named like an Excel file. Please open it in Excel and save it as .xlsx.
    [xml] This is an XML file. Please open it in Excel and save it as .xlsx.
    [pdf] This is a PDF. Please get the list itself as Excel or CSV.
    [word] This is a Word document. Please copy the table into Excel and save it as .xlsx.
    [ods] This is an OpenDocument spreadsheet. Please save it as .xlsx.
    [xlsb] This is a binary Excel workbook (.xlsb). Please save it as .xlsx.
   *[other] This is neither an Excel nor a CSV list.
 }
intake-no-header = No header row was found in the first 30 rows. A row is needed with at least two known columns, one of them the name or the phone. For example: name, phone, village, old_commune, area, language, role, consent_by, consent_at.
intake-no-village-header = No header row was found in the first 30 rows. A list of villages needs the column name and at least one more of: area, old_commune, households, people.
intake-no-invoice-header = No line names the columns. An invoice needs a column “gateway” and at least one of “parts” and “vnd”.
intake-no-amount = Row { $row }: “{ $written }” is no number.
intake-unknown-columns = The header (row { $line }) has columns nobody knows: { $names }. Please rename or delete them and read the list again. No row was taken.
intake-two-columns = The columns “{ $first }” and “{ $second }” hold the same thing. Please keep one.
intake-encrypted = The workbook has a password. Please remove it and save the workbook again.
intake-damaged = The workbook is damaged. Please open it in Excel, save it as a new file and try again.
intake-unpacks = The workbook is too large for a list: opening it takes more than { $megabytes } MB of memory, perhaps because a cell stands far away from the table. Please copy the list alone into a new file.
intake-too-large = The file is larger than { $megabytes } MB. Please divide the list.
intake-too-many-rows = The list has more than { NUMBER($rows) } rows. Please divide it into several files.

## A row that is not taken

intake-nobody = has neither a name nor a phone number
intake-no-name = has no village name
intake-digits-lost = Excel shortened the phone number (as in 8.49E+10); its digits are lost and cannot be recovered. Please format the column as Text and type the number again
intake-channel = unknown channel “{ $written }”; write one of sms, zalo, telegram, push
intake-no-address = { $channel ->
    [sms] is to be reached by SMS but has no phone number
   *[other] is to be reached by { $channel } but has no address there
 }
intake-language = unknown language “{ $written }”; write a name such as Mông, Thái, Dao, or a tag such as hmn-Latn-VN
intake-role = unknown role “{ $written }”; write one of villager, relay, head, officer
intake-date = “{ $written }” is not a date; write it like 12/3/2026
intake-count = “{ $written }” is not a count
intake-not-agreed = the list says that this person did not agree, so the row is not taken
intake-cell-too-long = the cell in column “{ $column }” is too long
intake-line-too-long = the line is too long to be a row of a list
intake-unclosed-quote = has a quotation mark (") that is opened and never closed
intake-garbled = the letters in column “{ $column }” are damaged and cannot be read; please type them again
intake-broken-formula = the formula in column “{ $column }” shows an error; please repair it or type the value
intake-more-cells = has { $cells } cells where the header has { $columns } columns; perhaps a separator stands inside a cell

## A row that was mended, to be looked at

mended-zero = the leading 0 of the phone number was added
mended-point-zero = the “.0” behind the phone number was removed
mended-power = the phone number was written as a power of ten with all its digits there and was written out
mended-old-number = the 11-digit phone number was changed to its 10-digit form
mended-several = one cell held several phone numbers, all were taken
mended-words = words beside the phone number were left out
mended-left-out = one of the numbers cannot be used and was left out: { $why ->
    [phone-landline] it is a fixed line
    [phone-service] it is a call centre
    [phone-short] it is an emergency number or too short
    [phone-foreign] it is a foreign number
    [phone-not-digits] letters stand among its digits
   *[other] digits are missing, too many or wrong
 }
mended-area-zeros = the leading zeros of the area code were added

## Of the whole list

ignored-ethnicity = The column “{ $column }” tells ethnicity. It was not read and is not stored: all that is needed is the language a person wants to hear.
ignored-sensitive = The column “{ $column }” is sensitive. It was not read and is not stored.
ignored-not-kept = Not needed and not read: { $column }.
ignored-unnamed = Column { $column } has content but no name, so it was not read.
intake-other-sheets = Only the sheet “{ $read }” was read. These look like lists too and were not read: { $names }. If they are needed, please save each as a file of its own.
intake-letters-mended = { $cells ->
    [one] { NUMBER($cells) } cell was
   *[other] { NUMBER($cells) } cells were
 } turned from the old TCVN3 (.VnTime) lettering into Unicode. Please look over some of the names.
intake-passed-over = { $rows ->
    [one] { NUMBER($rows) } row was
   *[other] { NUMBER($rows) } rows were
 } passed over as neither a person nor a village: headings, totals, signatures.
