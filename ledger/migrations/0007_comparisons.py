

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labor', '0005_taken_of_mergers'),
        ('ledger', '0005_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='rosterreading',
            name='compared_in',
            field=models.ForeignKey(help_text='只写入其中决定“用他们的”那些', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='takings', to='ledger.importjob', verbose_name='取自这次比对'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='mode',
            field=models.CharField(choices=[('check', '先检查，不写入'), ('good_rows', '只写入无误的行'), ('all_or_nothing', '有错就全部不写'), ('compare', '只比对，不写入')], default='check', max_length=20, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='outcome',
            field=models.CharField(blank=True, choices=[('checked', '已检查，未写入'), ('written', '已写入'), ('refused', '有错误，未写入'), ('unreadable', '无法读取'), ('compared', '已比对')], default='', max_length=20, verbose_name='结果'),
        ),
        migrations.CreateModel(
            name='ComparedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=12, verbose_name='区划')),
                ('colour', models.CharField(choices=[('only_there', '只在名单'), ('only_here', '只在台账'), ('different', '内容不同')], max_length=10, verbose_name='哪一边有')),
                ('sheet', models.CharField(max_length=31, verbose_name='表')),
                ('column', models.CharField(blank=True, default='', max_length=40, verbose_name='列')),
                ('name', models.CharField(blank=True, default='', max_length=50, verbose_name='姓名')),
                ('key', models.CharField(max_length=300, verbose_name='哪一条')),
                ('ours', models.CharField(blank=True, default='', max_length=300, verbose_name='台账')),
                ('theirs', models.CharField(blank=True, default='', max_length=300, verbose_name='名单')),
                ('found_in', models.CharField(blank=True, default='', max_length=31, verbose_name='名单的工作表')),
                ('row', models.PositiveIntegerField(null=True, verbose_name='行')),
                ('target', models.CharField(blank=True, default='', max_length=40, verbose_name='台账里的那一条')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='表头摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='差异摘要')),
                ('ours_digest', models.CharField(max_length=64, verbose_name='台账值摘要')),
                ('theirs_digest', models.CharField(max_length=64, verbose_name='名单值摘要')),
                ('may_be_taken', models.BooleanField(default=True, verbose_name='可以用他们的')),
                ('decision', models.CharField(blank=True, choices=[('take', '用他们的'), ('keep', '保留我们的'), ('verify', '请村里核实')], default='', max_length=6, verbose_name='决定')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='决定时间')),
                ('is_remembered', models.BooleanField(default=False, verbose_name='以前就决定了')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='说明')),
                ('outcome', models.CharField(blank=True, choices=[('written', '已写入'), ('refused', '没有写入'), ('overtaken', '记录又变了，没有写入')], default='', max_length=10, verbose_name='写入结果')),
                ('said', models.CharField(blank=True, default='', max_length=200, verbose_name='为什么没有写入')),
                ('answer', models.CharField(blank=True, choices=[('confirmed', '村里核实：台账没错'), ('corrected', '村里已更正台账')], default='', max_length=10, verbose_name='村里的答复')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('answer_note', models.CharField(blank=True, default='', max_length=200, verbose_name='答复说明')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='compared', to='ledger.importjob', verbose_name='比对')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='compared', to='labor.person', verbose_name='人员')),
                ('taken_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_lines', to='ledger.importjob', verbose_name='写入的那一批')),
            ],
            options={
                'verbose_name': '比对的一处',
                'verbose_name_plural': '比对的一处',
                'ordering': ('place', 'pk'),
                'indexes': [models.Index(fields=['job', 'place'], name='compared_by_place'), models.Index(fields=['place', 'decision', 'answer'], name='compared_to_verify'), models.Index(fields=['sheet', 'target'], name='compared_by_target')],
            },
        ),
        migrations.CreateModel(
            name='KeptDifference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(max_length=12, verbose_name='区划范围')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='表头摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='差异摘要')),
                ('ours_digest', models.CharField(max_length=64, verbose_name='台账值摘要')),
                ('theirs_digest', models.CharField(max_length=64, verbose_name='名单值摘要')),
                ('kept_at', models.DateTimeField(verbose_name='决定时间')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
            ],
            options={
                'verbose_name': '保留下来的差异',
                'verbose_name_plural': '保留下来的差异',
                'constraints': [models.UniqueConstraint(fields=('division_code', 'fingerprint', 'digest', 'ours_digest', 'theirs_digest'), name='one_kept_difference')],
            },
        ),
    ]
