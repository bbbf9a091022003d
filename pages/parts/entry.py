"""What runs before every page: navigation in the reader's language, the page itself, the footer."""

import streamlit as st

from pages.parts import shell

lang = shell.language()
page = st.navigation(shell.pages(lang), position="top")
shell.dress(page, lang)
page.run()
shell.footer()
