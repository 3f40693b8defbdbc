"""The least a Streamlit page can do: one slider, one chart. What the slider benchmark compares with."""

import plotly.graph_objects as go
import streamlit as st

value = st.slider("value", 0.0, 5.0, 1.0, 0.05, key="temperature")
st.plotly_chart(go.Figure(go.Bar(y=[value * i for i in range(20)])))
