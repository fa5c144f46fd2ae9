from . import table_issue_excel
