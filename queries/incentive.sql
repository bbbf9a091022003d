-- What a clause gives: rate (percent), cap and amount (yuan), for whom, and what is doubtful about it.
SELECT incentive_id, what_zh, what_en, rate, cap_yuan, amount_yuan, condition_zh, condition_en, confirmed, note_zh, note_en
FROM incentive WHERE measure_id = $measure ORDER BY amount_yuan DESC NULLS LAST, incentive_id
