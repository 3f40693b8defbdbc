"""What the token tree refuses: only one tree, parents before children."""

import pytest

from pages.figures.components.token_tree import TreeNode, token_tree

ROOT = TreeNode(id=0, parent=None, text="…")


@pytest.mark.parametrize(
    "nodes",
    [
        [TreeNode(id=1, parent=0, text="a"), ROOT],  # a child before its parent
        [ROOT, TreeNode(id=1, parent=None, text="a")],  # two roots
        [ROOT, TreeNode(id=0, parent=0, text="a")],  # its own parent
        [ROOT, TreeNode(id=1, parent=7, text="a")],  # an unknown parent
    ],
)
def test_nodes_that_are_not_one_tree_are_refused(nodes):
    with pytest.raises(ValueError, match="does not fit"):
        token_tree(nodes, key="k", label="l")
