"""What people do, as the pages do it: fetch the thing as the one who acts may see it, fill in the form, call the action.

Each function is one sitting, under the clock of the stage; it takes and gives references, never rows.
"""
