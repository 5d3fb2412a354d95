"""Every loader, on tiny files written in the published format of its data set."""

import gzip
import zipfile
from pathlib import Path

import pytest

from benchmarks.datasets import NAMES, DatasetError, LabelledPair, load, load_all

BULB = """<?xml version="1.0"?>
<question testSet="unseen-answers" qtype="Q" id="BULB_Q" module="FaultFinding" stype="EVALUATE">
  <questionText>Why is the bulb off?</questionText>
  <referenceAnswers>
    <referenceAnswer category="GOOD" id="a1" fileID="F1">There is no closed path</referenceAnswer>
    <referenceAnswer category="BEST" id="a2" fileID="F2">The path has a gap</referenceAnswer>
    <referenceAnswer category="BEST" id="a3" fileID="F3">The path is open</referenceAnswer>
    <referenceAnswer category="BEST" id="a4" fileID="F4">The path is open</referenceAnswer>
  </referenceAnswers>
  <studentAnswers>
    <studentAnswer count="1" answerMatch="a2" id="s1" accuracy="correct">a gap </studentAnswer>
    <studentAnswer count="1" id="s2" accuracy="contradictory">it is closed</studentAnswer>
    <studentAnswer count="1" id="s3" accuracy="incorrect">no idea</studentAnswer>
  </studentAnswers>
</question>
"""
FAN = """<?xml version="1.0"?>
<question id="EM_1" module="EM">
  <questionText>Does ice &amp; salt melt?</questionText>
  <referenceAnswers>
    <referenceAnswer id="EM_1-a1">Salt makes it melt.</referenceAnswer>
  </referenceAnswers>
  <studentAnswers>
    <studentAnswer id="EM.1.9.1" accuracy="{accuracy}">Yes.</studentAnswer>
  </studentAnswers>
</question>
"""
ARQ = """<?xml version='1.0' encoding='utf-8'?>
<question id="2.4">
  <questionText>What does ARQ stand for? </questionText>
  <referenceAnswers>
    <referenceAnswer id="2.4.a1">Automatic repeat request</referenceAnswer>
  </referenceAnswers>
  <studentAnswers>{answers}</studentAnswers>
</question>
"""
ARQ_ANSWER = """
    <studentAnswer id="2.4.1">
      <response>{0}</response>
      <response_feedback>Well.</response_feedback>
      <score>{1}</score>
      <verification_feedback>{2}</verification_feedback>
    </studentAnswer>"""
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_zip(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = text.encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)


def write_semeval(data_dir: Path, *, accuracy: str = "correct") -> None:
    fan = FAN.format(accuracy=accuracy)
    write_zip(
        data_dir / "semeval2013" / "semeval-3way.zip",
        {
            "training/2way/sciEntsBank/EM-1.xml": fan,
            "training/3way/sciEntsBank/EM-1.xml": fan,
            "test/3way/sciEntsBank/test-unseen-domains/EM-1.xml": fan,
            "test/3way/beetle/test-unseen-answers/FaultFinding-BULB_Q.xml": BULB,
        },
    )


def write_saf(data_dir: Path) -> None:
    train = [
        ("all of it", "3.5", "Correct"),
        ("half of it", "1.75", "Partially correct"),
        ("fish", "0.0", "Incorrect"),
    ]
    unseen = [("nearly all", "2.625", "Correct")]
    write_zip(
        data_dir / "saf" / "SAF2_0.zip",
        {
            "SAF2_0/": "",
            "SAF2_0/README.md": "# Short Answer Feedback v2.0",
            "SAF2_0/unseen_answers/2.4.xml": ARQ.format(
                answers="".join(ARQ_ANSWER.format(*row) for row in unseen)
            ),
            "SAF2_0/training/2.4.xml": ARQ.format(
                answers="".join(ARQ_ANSWER.format(*row) for row in train)
            ),
        },
    )


def write_khan(data_dir: Path) -> None:
    write_text(
        data_dir / "khan_saq" / "items.csv",
        "domain,item,question,criteria_for_scoring,correct_answer_examples\n"
        'ELA,1,"A passage.\n\nWhat is meant?\n","Correct answers will say ""harm"".\n",bad\n',
    )
    write_text(
        data_dir / "khan_saq" / "human_labels.csv",
        "domain,item,response_id,response,human_1,human_2,human_3,human_avg\n"
        "ELA,1,1,harmful,1,0,1,1\n"
        'ELA,1,2,"good, kind",0,1,0,0\n',
    )


def write_stita(data_dir: Path) -> None:
    rows = [("The mean.", 1), ("A mean", 0.75), ("A median", 0.74), ("A mode", 0.25)]
    cells = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i - 2}</v></c><c r="B{i}" t="s"><v>7</v></c>'
        f'<c r="C{i}"><v>1</v></c><c r="E{i}" t="s"><v>8</v></c>'
        f'<c r="F{i}" t="inlineStr"><is><t>{text}</t></is></c><c r="G{i}"><v>{score}</v></c></row>'
        for i, (text, score) in enumerate(rows, start=2)
    )
    header = "".join(f'<c r="{letter}1" t="s"><v>{i}</v></c>' for i, letter in enumerate("ABCDEFG"))
    titles = ["id", "dataset", "question_id", "question", "real_answer", "answer", "score", "stita"]
    strings = "".join(f"<si><t>{title}</t></si>" for title in titles)
    reference = "<si><r><t>The </t></r><r><t>mean.\u00a0</t></r><rPh><t>no</t></rPh></si>"
    write_zip(
        data_dir / "stita" / "stita.xlsx",
        {
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}{reference}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>'
            f'<row r="1">{header}</row>{cells}</sheetData></worksheet>',
        },
    )


def write_argkp(data_dir: Path) -> None:
    for folder, split, topic in [
        ("kpm_data", "train", "We should ban flags"),
        ("kpm_data", "dev", "We should tax sugar"),
        ("test_data", "test", "Cats are good"),
    ]:
        for name, text in {
            "arguments": f'arg_id,argument,topic,stance\narg_0_0,"{split}, so",{topic},-1\n',
            "key_points": f"key_point_id,key_point,topic,stance\nkp_0_0,{split} A,{topic},-1\n"
            f"kp_0_1,{split} B,{topic},-1\n",
            "labels": "arg_id,key_point_id,label\narg_0_0,kp_0_1,1\narg_0_0,kp_0_0,0\n",
        }.items():
            write_text(data_dir / "argkp" / folder / f"{name}_{split}.csv", text)


def write_scu(data_dir: Path) -> None:
    write_text(
        data_dir / "realsumm_scu" / "scu_presence.csv.gz",
        "dataset,doc_id,system,scu_idx,scu,present,summary\n"
        'REALSumm,cnndm1,bart,0,Ann swims.,1,"Ann swims , he said ."\n'
        "REALSumm,cnndm1,bart,1,Bob runs.,0,Ann swims .\n",
    )


def write_claims(data_dir: Path, *, label: str = "contradicted") -> None:
    write_text(
        data_dir / "claims" / "pairs.jsonl.gz",
        '{"field": "vision", "claim_id": "V01", "question": "Why pool?", "statement": "It '
        'shrinks.", "passage": "It\u2028grows.", "kind": "opposite", "label": "'
        f'{label}", "pairing": "claim"}}\n',
    )


def write_all(data_dir: Path) -> None:
    write_semeval(data_dir)
    write_saf(data_dir)
    write_khan(data_dir)
    write_stita(data_dir)
    write_argkp(data_dir)
    write_scu(data_dir)
    write_claims(data_dir)


def test_scientsbank_has_the_three_way_label_the_split_and_one_reference(tmp_path: Path) -> None:
    write_semeval(tmp_path)
    unseen = LabelledPair(
        dataset="scientsbank",
        split="unseen-domains",
        question_id="EM_1",
        group="EM",
        question="Does ice & salt melt?",
        claim="Salt makes it melt.",
        answer="Yes.",
        label="met",
        score=None,
        references=("Salt makes it melt.",),
    )
    assert load("scientsbank", tmp_path) == [unseen, unseen._replace(split="train")]


def test_beetle_claims_the_first_of_the_best_references_and_lists_each_once(tmp_path: Path) -> None:
    write_semeval(tmp_path)
    met = LabelledPair(
        dataset="beetle",
        split="unseen-answers",
        question_id="BULB_Q",
        group="FaultFinding",
        question="Why is the bulb off?",
        claim="The path has a gap",
        answer="a gap",
        label="met",
        score=None,
        references=("The path has a gap", "The path is open"),
    )
    assert load("beetle", tmp_path) == [
        met,
        met._replace(answer="it is closed", label="contradicted"),
        met._replace(answer="no idea", label="missed"),
    ]


def test_saf_labels_by_verdict_and_scores_by_the_highest_of_all_splits(tmp_path: Path) -> None:
    write_saf(tmp_path)
    met = LabelledPair(
        dataset="saf",
        split="train",
        question_id="2.4",
        group="2.4",
        question="What does ARQ stand for?",
        claim="Automatic repeat request",
        answer="all of it",
        label="met",
        score=1.0,
    )
    assert load("saf", tmp_path) == [
        met,
        met._replace(answer="half of it", label="partial", score=0.5),
        met._replace(answer="fish", label="missed", score=0.0),
        met._replace(split="unseen-answers", answer="nearly all", score=0.75),
    ]


def test_khan_takes_the_majority_vote_and_the_criteria_of_the_item(tmp_path: Path) -> None:
    write_khan(tmp_path)
    met = LabelledPair(
        dataset="khan",
        split="all",
        question_id="ELA-1",
        group="ELA-1",
        question="A passage.\n\nWhat is meant?",
        claim='Correct answers will say "harm".',
        answer="harmful",
        label="met",
        score=None,
    )
    assert load("khan", tmp_path) == [met, met._replace(answer="good, kind", label="missed")]


def test_stita_drops_the_reference_itself_and_cuts_the_score_at_both_bounds(tmp_path: Path) -> None:
    write_stita(tmp_path)
    met = LabelledPair(
        dataset="stita",
        split="all",
        question_id="1",
        group="1",
        question="",
        claim="The mean.",
        answer="A mean",
        label="met",
        score=0.75,
    )
    assert load("stita", tmp_path) == [
        met,
        met._replace(answer="A median", label="partial", score=0.74),
        met._replace(answer="A mode", label="missed", score=0.25),
    ]


def test_argkp_joins_each_split_by_itself_because_ids_begin_again(tmp_path: Path) -> None:
    write_argkp(tmp_path)
    met = LabelledPair(
        dataset="argkp",
        split="train",
        question_id="We should ban flags",
        group="We should ban flags",
        question="We should ban flags",
        claim="train B",
        answer="train, so",
        label="met",
        score=None,
    )
    rows = load("argkp", tmp_path)
    assert rows[:2] == [met, met._replace(claim="train A", label="missed")]
    assert [(row.split, row.question_id, row.claim, row.answer) for row in rows[2:]] == [
        ("dev", "We should tax sugar", "dev B", "dev, so"),
        ("dev", "We should tax sugar", "dev A", "dev, so"),
        ("test", "Cats are good", "test B", "test, so"),
        ("test", "Cats are good", "test A", "test, so"),
    ]


def test_scu_is_met_where_the_unit_is_present(tmp_path: Path) -> None:
    write_scu(tmp_path)
    met = LabelledPair(
        dataset="scu",
        split="all",
        question_id="cnndm1",
        group="cnndm1",
        question="",
        claim="Ann swims.",
        answer="Ann swims , he said .",
        label="met",
        score=None,
    )
    assert load("scu", tmp_path) == [
        met,
        met._replace(claim="Bob runs.", answer="Ann swims .", label="missed"),
    ]


@pytest.mark.parametrize("label", ["met", "partial", "missed", "contradicted"])
def test_claims_keep_their_label_and_are_grouped_by_field(tmp_path: Path, label: str) -> None:
    write_claims(tmp_path, label=label)
    (row,) = load("claims", tmp_path)
    assert row[:7] == (
        "claims",
        "all",
        "V01",
        "vision",
        "Why pool?",
        "It shrinks.",
        "It\u2028grows.",
    )
    assert row[7:] == (label, None, ())


def test_all_sets_come_one_after_the_other_in_the_order_of_the_names(tmp_path: Path) -> None:
    write_all(tmp_path)
    rows = load_all(tmp_path)
    assert tuple(dict.fromkeys(row.dataset for row in rows)) == NAMES
    assert rows == [row for name in NAMES for row in load(name, tmp_path)]


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match=r"no such file") as caught:
        load(name, tmp_path)
    assert str(caught.value).startswith(str(tmp_path))


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no data set 'mohler'; there are scientsbank, beetle"):
        load("mohler", tmp_path)


def test_an_unknown_label_is_an_error_and_not_a_guess(tmp_path: Path) -> None:
    write_semeval(tmp_path, accuracy="irrelevant")
    with pytest.raises(DatasetError, match=r"EM-1\.xml: expected one of .* got 'irrelevant'"):
        load("scientsbank", tmp_path)
    write_claims(tmp_path, label="true")
    with pytest.raises(DatasetError, match=r"pairs\.jsonl\.gz:1: expected one of .* got 'true'"):
        load("claims", tmp_path)


def test_a_missing_column_is_an_error_that_lists_the_columns(tmp_path: Path) -> None:
    write_text(tmp_path / "realsumm_scu" / "scu_presence.csv.gz", "doc_id,scu,summary\n")
    with pytest.raises(DatasetError, match=r"no column 'present'; there are doc_id, scu, summary"):
        load("scu", tmp_path)


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aa">]><question id="1">&a;</question>'
    write_zip(tmp_path / "saf" / "SAF2_0.zip", {"SAF2_0/training/1.xml": bomb})
    with pytest.raises(DatasetError, match=r"training/1\.xml: .*document type declaration"):
        load("saf", tmp_path)


def test_an_archive_of_another_layout_is_an_error_and_not_an_empty_set(tmp_path: Path) -> None:
    write_zip(tmp_path / "saf" / "SAF2_0.zip", {"elsewhere/readme.txt": ""})
    with pytest.raises(DatasetError, match=r"no files under SAF2_0/training"):
        load("saf", tmp_path)
    (tmp_path / "saf" / "SAF2_0.zip").write_bytes(b"<html>")
    with pytest.raises(DatasetError, match=r"SAF2_0\.zip: File is not a zip file"):
        load("saf", tmp_path)
