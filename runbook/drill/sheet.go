package drill

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/words"
)

// sheet is the score, part by part, with what went into each formula.
func (j judge) sheet(d *words.Debriefing, s Sheet, l words.Lang) {
	d.Title = fmt.Sprintf(textDebrief.in(l), j.Story.ID, j.Story.Name, j.Story.Seed)
	d.Points, d.Max, d.Band = number(s.Points), number(s.Max), s.Band
	for _, name := range letters {
		p := s.Parts[name]
		one := words.ScorePoint{Name: l.ScorePart(name), Points: number(p.Points), Inputs: inputs(name, p.Inputs, l)}
		if p.Max > 0 {
			one.Max = number(p.Max)
		}
		d.Parts = append(d.Parts, one)
	}
	for _, p := range s.Penalties {
		d.Lost = append(d.Lost, words.ScorePoint{Name: penaltyNames[p.What].in(l), Points: number(p.Points)})
	}
	if s.Gate != "" {
		d.Gate = fmt.Sprintf(text{"An attacker's key still works: at most %d of 100.", "Kunci penyerang masih berfungsi: paling banyak %d dari 100."}.in(l), liveGate)
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// said is a figure with the marks of the language.
func said(x float64, l words.Lang) string {
	_, part, _ := strings.Cut(number(x), ".")
	return l.Decimal(x, len(part))
}

// inputs says the figures of a part in words.
func inputs(name string, in map[string]any, l words.Lang) string {
	v := func(key string) string {
		if figure, ok := in[key].(float64); ok {
			return said(figure, l)
		}
		return fmt.Sprint(in[key])
	}
	say := func(t text, keys ...string) string {
		args := make([]any, len(keys))
		for i, key := range keys {
			args[i] = v(key)
		}
		return fmt.Sprintf(t.in(l), args...)
	}
	switch name {
	case "C":
		if in["a_min"] == nil {
			return say(text{"not verified dead; par %s min", "belum terbukti mati; patokan %s mnt"}, "par_min")
		}
		return say(text{"%s min to verified dead, par %s", "%s mnt sampai terbukti mati, patokan %s"}, "a_min", "par_min")
	case "M":
		return say(text{"USD %s spent; at par %s, had nobody acted %s", "USD %s terpakai; pada patokan %s, tanpa tindakan %s"}, "h_usd", "h_par_usd", "h_60_usd")
	case "V":
		return say(text{"refused %s times over %s s; it had gone on working for %s s", "ditolak %s kali selama %s dtk; sebelumnya masih berfungsi %s dtk"}, "refusals", "span_s", "tail_s")
	case "E":
		return say(text{"%s of %s by weight, found and judged right", "%s dari %s menurut bobot, ditemukan dan benar"}, "weight", "weight_of")
	case "R":
		return say(text{"%s of %s, others without a reason: %s", "%s dari %s, lainnya tanpa alasan: %s"}, "found", "of", "unrelated") + relatedNames(in, l)
	case "O":
		return say(text{"%s weighted min without service; %s are free, %s more cost it all", "%s menit tertimbang tanpa layanan; %s gratis, %s lagi menghabiskannya"}, "outage_min", "unavoidable_min", "budget_min") + downNames(in, l)
	case "X":
		return exposed(in, l) + say(text{"; %s of %s copies", "; %s dari %s salinan"}, "copies", "copies_of")
	}
	return text{"its rubric is not checked by this version", "rubriknya belum diperiksa versi ini"}.in(l)
}

// downNames names our services that were down, with their minutes.
func downNames(in map[string]any, l words.Lang) string {
	down, _ := in["down_min"].([]downtimeOf)
	if len(down) == 0 {
		return text{"; no service was down", "; tidak ada layanan yang mati"}.in(l)
	}
	var names []string
	for _, d := range down {
		names = append(names, d.Service+" "+said(d.Minutes, l))
	}
	return text{"; down: ", "; mati: "}.in(l) + strings.Join(names, ", ")
}

// relatedNames names the related credentials behind the counts.
func relatedNames(in map[string]any, l words.Lang) string {
	said := ""
	for _, group := range []struct {
		input string
		head  text
	}{
		{"found_names", text{"; replaced or ended: ", "; diganti atau dicabut: "}},
		{"missing_names", text{"; still at risk: ", "; masih berisiko: "}},
		{"unrelated_names", text{"; without a reason: ", "; tanpa alasan: "}},
	} {
		if names, _ := in[group.input].([]string); len(names) > 0 {
			said += group.head.in(l) + strings.Join(names, ", ")
		}
	}
	return said
}

func exposed(in map[string]any, l words.Lang) string {
	channel := text{"channel not named", "saluran belum benar"}.in(l)
	if in["channel"] == true {
		channel = text{"channel right", "saluran benar"}.in(l)
	}
	if in["start_off_min"] == nil {
		return channel + text{", start not known", ", awal tidak diketahui"}.in(l)
	}
	off, _ := in["start_off_min"].(float64)
	return channel + fmt.Sprintf(text{", start off by %s", ", awal meleset %s"}.in(l), l.Short(time.Duration(off*float64(time.Minute))))
}

// next names the one action that would have helped most here: the weakest part's.
func (j judge) next(l words.Lang) string {
	switch {
	case j.attackerLives():
		return text{"kill the key first, then understand", "cabut kunci dulu, baru pahami"}.in(l)
	case !j.key.Proof.Proven():
		return text{"watch until it is proven dead", "pantau sampai terbukti mati"}.in(l)
	case j.key.Usage == nil || j.key.Judged().Open > 0:
		return text{"review the usage, and say whose it is", "tinjau pemakaian, dan tentukan milik siapa"}.in(l)
	case !j.key.Successor.Done():
		return text{"give the services their new key", "beri layanan kunci barunya"}.in(l)
	}
	return j.Story.People.Next.in(l)
}
