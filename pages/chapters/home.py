"""Home."""

import streamlit as st

st.title("Generative AI, Live")
